"""The packaged program zhiping, for the terminal."""

from app.__main__ import terminal

if __name__ == "__main__":  # children that judge files import this module too
    terminal()
