CREATE TABLE bodies (
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (stream, seq),
  FOREIGN KEY (stream, seq) REFERENCES entries (stream, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  stream TEXT NOT NULL CHECK (length(stream) > 0),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  time TEXT NOT NULL,
  body TEXT NOT NULL CHECK (length(body) = 64),
  previous TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE judgements (
  file_digest TEXT NOT NULL,
  program TEXT NOT NULL,
  time TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (file_digest, program)
) STRICT;
CREATE TABLE papers (
  file_digest TEXT NOT NULL CHECK (length(file_digest) = 64),
  stream TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  kind TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('official', 'rehearsal')),
  data BLOB NOT NULL,
  PRIMARY KEY (file_digest, stream)
) STRICT;
CREATE INDEX papers_by_digest ON papers (digest);
CREATE INDEX papers_by_kind ON papers (kind);
CREATE INDEX papers_by_stream ON papers (stream);
CREATE TRIGGER bodies_are_appended BEFORE INSERT ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: not the next body') FROM bodies
    WHERE stream = NEW.stream AND seq >= NEW.seq;
END;
CREATE TRIGGER bodies_go_when_erased BEFORE DELETE ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: bodies go only when their stream is erased') WHERE NOT EXISTS (
    SELECT 1 FROM entries WHERE stream = OLD.stream AND kind = 'Erased' AND seq > OLD.seq);
END;
CREATE TRIGGER bodies_never_change BEFORE UPDATE ON bodies BEGIN
  SELECT RAISE(ABORT, 'zhiping: bodies never change');
END;
CREATE TRIGGER entries_are_appended BEFORE INSERT ON entries BEGIN
  SELECT CASE
    WHEN last.kind IS 'Erased' THEN RAISE(ABORT, 'zhiping: the stream was erased')
    WHEN NEW.seq IS NOT COALESCE(last.seq, 0) + 1 OR NEW.previous IS NOT COALESCE(last.digest, '')
      THEN RAISE(ABORT, 'zhiping: not the next entry')
  END FROM (SELECT MAX(seq) AS seq, kind, digest FROM entries WHERE stream = NEW.stream) AS last;
END;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN
  SELECT RAISE(ABORT, 'zhiping: entries never change');
END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN
  SELECT RAISE(ABORT, 'zhiping: entries never go');
END;
CREATE TRIGGER papers_are_kept BEFORE INSERT ON papers BEGIN
  SELECT RAISE(ABORT, 'zhiping: the stream was erased') WHERE EXISTS (
    SELECT 1 FROM entries WHERE stream = NEW.stream AND kind = 'Erased');
  SELECT RAISE(ABORT, 'zhiping: the paper is already kept') WHERE EXISTS (
    SELECT 1 FROM papers WHERE file_digest = NEW.file_digest AND stream = NEW.stream);
END;
CREATE TRIGGER papers_go_when_erased BEFORE DELETE ON papers BEGIN
  SELECT RAISE(ABORT, 'zhiping: papers go only when their stream is erased') WHERE NOT EXISTS (
    SELECT 1 FROM entries WHERE stream = OLD.stream AND kind = 'Erased');
END;
CREATE TRIGGER papers_never_change BEFORE UPDATE ON papers BEGIN
  SELECT RAISE(ABORT, 'zhiping: papers never change');
END;
