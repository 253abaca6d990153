"""Our model folder as sentence-transformers modules. Imports torch: only the loader imports it."""

from pathlib import Path
from typing import Any

from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from embeddings import model_folder
from embeddings.expansion import expand


class MultiGranularStaticEmbedding(StaticEmbedding):
    """A static embedding whose texts are expanded with Han bigrams and characters."""

    def preprocess(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Return the token ids of the expanded texts."""
        return super().preprocess([expand(text) for text in inputs], *args, **kwargs)


def build(folder: Path) -> SentenceTransformer:
    """Return the model in `folder`: int8 tables dequantised, then unit length.

    torch refuses int8 embedding bags, and a stock folder refuses custom modules without trusting
    remote code; so the modules are ours and the files are plain arrays.
    """
    tokenizer = Tokenizer.from_str(model_folder.read_tokenizer(folder))
    static = MultiGranularStaticEmbedding(
        tokenizer, embedding_weights=model_folder.read_table(folder)
    )
    return SentenceTransformer(modules=[static, Normalize()], device="cpu")
