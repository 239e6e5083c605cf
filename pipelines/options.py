"""Arguments that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConsultationName = Annotated[
    str, typer.Argument(metavar="CONSULTATION", help="A folder in pipelines/consultations/, or the path of one.")
]
ExportPath = Annotated[
    Path, typer.Argument(metavar="EXPORT", help="The survey tool's export: CSV, XLSX, SPSS, Triple-S, or a zip of one.")
]
Outputs = Annotated[Path, typer.Option("--outputs", metavar="DIR", help="Where results are written.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print records for a machine, not a table.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="As it stood at the end of that day: 2024-08-31.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="ID=CODE,CODE", help="Only those who gave one of the codes; several: all hold."),
]
OUTPUTS = Path("outputs")
