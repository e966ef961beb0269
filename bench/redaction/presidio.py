"""The peer of the redaction benchmark: Presidio's pattern recognisers on a blank spaCy pipeline.

Reads lines of {"id","text"} from standard input, writes predictions in the scorer's form into the file that the first
argument names, and prints one line of JSON with its speed. Its models for names are not used: they can't be had from a
package registry alone, so names are not compared.
"""

import json
import sys
import time

import spacy
import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

LABELS = {"PHONE_NUMBER": "PHONE", "EMAIL_ADDRESS": "EMAIL", "CREDIT_CARD": "CARD", "DATE_TIME": "DOB", "IBAN_CODE": "ID",
          "US_SSN": "ID", "UK_NHS": "ID", "US_PASSPORT": "ID", "US_DRIVER_LICENSE": "ID", "US_ITIN": "ID",
          "UK_NINO": "ID", "MEDICAL_LICENSE": "ID", "US_BANK_NUMBER": "ID"}


class Blank(SpacyNlpEngine):
    """A tokeniser and nothing else."""

    def __init__(self):
        super().__init__(ner_model_configuration=NerModelConfiguration())
        self.nlp = {"en": spacy.blank("en")}


def main():
    # Otherwise its recogniser of addresses asks the network for a list of domains, and waits.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    texts = [json.loads(line) for line in sys.stdin]
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])
    engine.analyze(text="warm 07700 900123", language="en")
    waits, began = [], time.perf_counter()
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for one in texts:
            asked = time.perf_counter()
            found = engine.analyze(text=one["text"], language="en")
            waits.append(time.perf_counter() - asked)
            spans = [{"start": f.start, "end": f.end, "label": LABELS[f.entity_type]} for f in found if f.entity_type in LABELS]
            out.write(json.dumps({"id": one["id"], "spans": spans}) + "\n")
    took = time.perf_counter() - began
    waits.sort()
    at = lambda share: round(waits[int((len(waits) - 1) * share)] * 1e6, 1)
    print(json.dumps({"charactersPerSecond": round(sum(len(t["text"]) for t in texts) / took), "p50Us": at(0.5),
                      "p99Us": at(0.99), "maxUs": at(1.0), "texts": len(texts)}))


if __name__ == "__main__":
    main()
