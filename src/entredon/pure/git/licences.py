"""Which licence a text is, by words that only it has. The text can't say whether later versions may be chosen too."""

import re

UNKNOWN = "unknown"

_MARKS: tuple[tuple[str, str], ...] = (
    ("AGPL-3.0", r"gnu affero general public license version 3"),
    ("LGPL-3.0", r"gnu lesser general public license version 3"),
    ("LGPL-2.1", r"gnu lesser general public license version 2\.1"),
    ("GPL-3.0", r"gnu general public license version 3"),
    ("GPL-2.0", r"gnu general public license version 2"),
    ("Apache-2.0", r"apache license,? version 2\.0"),
    ("MPL-2.0", r"mozilla public license,? version 2\.0"),
    ("EUPL-1.2", r"european union public licence v\. ?1\.2"),
    ("CERN-OHL-S-2.0", r"cern open hardware licence version 2 - strongly reciprocal"),
    ("CERN-OHL-W-2.0", r"cern open hardware licence version 2 - weakly reciprocal"),
    ("CERN-OHL-P-2.0", r"cern open hardware licence version 2 - permissive"),
    ("CC0-1.0", r"cc0 1\.0 universal"),
    ("CC-BY-SA-4.0", r"attribution-sharealike 4\.0 international"),
    ("CC-BY-4.0", r"attribution 4\.0 international"),
    ("Unlicense", r"this is free and unencumbered software released into the public domain"),
    (
        "MIT",
        r"permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated",
    ),
    (
        "ISC",
        r"permission to use, copy, modify, and/?(?:or)? distribute this software for any purpose with or without fee",
    ),
    ("BSD-3-Clause", r"redistribution and use in source and binary forms.*neither the name"),
    ("BSD-2-Clause", r"redistribution and use in source and binary forms"),
    ("Zlib", r"this software is provided 'as-is', without any express or implied warranty"),
)


def recognise(text: str) -> str:
    """The SPDX name of a licence, ``unknown`` when it is none of the usual ones. The mark that comes first counts."""
    plain = re.sub(r"[\s#*=]+", " ", text.lower())
    found = [
        (match.start(), order, name) for order, (name, mark) in enumerate(_MARKS) if (match := re.search(mark, plain))
    ]
    return min(found)[2] if found else UNKNOWN
