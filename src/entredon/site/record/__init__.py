"""The pages of the public record: what was said, in words, each with its proof."""
