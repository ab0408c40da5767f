"""What can go wrong with a data set, as one small family of errors.

Every error of this room is a `DatasetError`. Those about files are `OSError` as well,
those about a wrong argument or wrong content `ValueError`.
"""


class DatasetError(Exception):
    """Something is wrong with a data set, its files or the way it was asked for."""


class UnknownDatasetError(DatasetError, ValueError):
    """No data set bears this name."""


class DataFileError(DatasetError, OSError):
    """A file or folder of a data set cannot be used; the message names it."""


class MissingFileError(DataFileError, FileNotFoundError):
    """Files of a data set are in none of the folders searched."""


class CorruptFileError(DataFileError, ValueError):
    """A file is there, but truncated, altered or of another kind."""


class StorageError(DataFileError):
    """A file cannot be written: folder not writable, disk full, quota reached."""


class DownloadError(DataFileError):
    """No address delivered the expected file."""


class FolderError(DatasetError, ValueError):
    """A folder of pictures that is no data set as it stands; the message has the cure."""
