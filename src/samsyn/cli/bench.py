"""``./samsyn bench``: figures from one run, printed; never timed tests."""

import sys
from collections.abc import Sequence
from importlib import import_module

BENCHES = {
    "web": "sidornas SQL, CPU-tid och svarstid på 100 000 och 1 000 000 rapporter",
    "import": "hur fort filer provläses och läses in, bredvid en miljon rapporter",
    "load": "200 rapportörer och 20 analytiker samtidigt, medan en fil läses in och en hämtas",
    "reference": "analysen mot R:s, SaTScans och publicerade tal (katalog som argument)",
    "analysis": "analysens tid och minne bredvid andras",
    "detection": "hur ofta avvikelser upptäcks, och hur ofta i onödan",
    "guard": "vad skyddet för personuppgifter hittar och stoppar i onödan, och dess tid",
    "nightly": "nattens hela körning för en stor kommun: tid, minne, samma svar två gånger",
    "trials": "vilka ändringar i verkliga och påhittade serier som hittas, och när",
    "verdicts": "hur ofta utvärderingen säger rätt om insatser vars verkan är känd",
}

# whose name is a word of Python's own
MODULES = {"import": "importing"}


def main(argv: Sequence[str]) -> int:
    """Run one benchmark with the arguments that follow its name."""
    if not argv or argv[0] not in BENCHES:
        lines = (f"  {name:<10} {what}" for name, what in BENCHES.items())
        sys.stdout.write("\n".join(["./samsyn bench NAMN [VAL]", "", *lines, ""]))
        return 0 if not argv or argv[0] in ("-h", "--help") else 2
    module = MODULES.get(argv[0], argv[0])
    return int(import_module(f"tools.bench.{module}").main(list(argv[1:])))
