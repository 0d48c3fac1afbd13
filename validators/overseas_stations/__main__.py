"""``python -m overseas_stations``: the command ``overseas``."""

from overseas_stations.cli import main

if __name__ == "__main__":
    main()
