"""What can go wrong between a text, its vector and an index."""


class EncoderNotReadyError(RuntimeError):
    """The encoder is still loading; ask again after `retry_after_seconds`."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"the encoder is still loading, retry in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class EncoderLoadError(RuntimeError):
    """The encoder could not be loaded; the message says which and why."""


class ForeignVectorsError(ValueError):
    """Vectors of another encoder, or of another length, were offered to an index."""


class NonUnitVectorsError(ValueError):
    """A vector is neither of unit length nor zero, or is not finite."""


class StaleIndexError(RuntimeError):
    """The files of an index are missing, damaged or of another encoder; rebuild it."""


class ChangeOrderError(ValueError):
    """A change older than the index was offered as its newest one."""
