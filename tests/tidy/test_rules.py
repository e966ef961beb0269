"""Each rule is shown what it forbids and what it must let pass, so that none of them can go blind unnoticed."""

import hashlib
import os
import tempfile
import unittest

import crates
import files
import phones


def hits(rule, path, text):
    return len(list(rule(path, text)))


class Files(unittest.TestCase):
    def test_size(self):
        self.assertEqual(1, hits(files.size, "core/a.rs", "x\n" * 401))
        self.assertEqual(0, hits(files.size, "core/a.rs", "x\n" * 400))
        self.assertEqual(0, hits(files.size, "ui/src/api/schema.gen.ts", "x\n" * 9000))

    def test_header(self):
        self.assertEqual(1, hits(files.header, "core/a.rs", "use std::fs;\n"))
        self.assertEqual(0, hits(files.header, "core/a.rs", "//! Why.\n"))
        self.assertEqual(1, hits(files.header, "ui/a.tsx", "import x\n"))
        self.assertEqual(0, hits(files.header, "ui/a.tsx", "import x\n\n/** What it shows. */\nexport\n"))
        self.assertEqual(0, hits(files.header, "ui/a.gen.ts", "export\n"))

    def test_leftovers(self):
        self.assertEqual(1, hits(files.leftovers, "a.rs", "// TO" "DO later\n"))
        self.assertEqual(1, hits(files.leftovers, "a.test.ts", "it" ".skip('x')\n"))
        self.assertEqual(0, hits(files.leftovers, "a.rs", "let todos = 1;\n"))

    def test_desktop(self):
        self.assertEqual(1, hits(files.desktop, "core/server/src/a.rs", "use tauri::App;\n"))
        self.assertEqual(0, hits(files.desktop, "src-tauri/src/a.rs", "use tauri::App;\n"))
        self.assertEqual(1, hits(files.desktop, "ui/src/app.tsx", 'import { x } from "@tauri-apps/api";\n'))
        self.assertEqual(0, hits(files.desktop, "ui/src/platform/window.ts", 'import("@tauri-apps/api")\n'))

    def test_places(self):
        self.assertEqual(1, hits(files.places, "a.md", "see /ro" "ot/notes\n"))
        self.assertEqual(1, hits(files.places, "a.md", "/ho" "me/anna/x\n"))
        self.assertEqual(1, hits(files.places, "package-lock.json", '"resolved": "https' '://packages.example.com/x.tgz"\n'))
        self.assertEqual(0, hits(files.places, "package-lock.json", '"resolved": "https://registry.npmjs.org/x.tgz"\n'))
        self.assertEqual(0, hits(files.places, "a.rs", "/// the route /api/work/items\n"))


class Phones(unittest.TestCase):
    def test_fiction_passes(self):
        for number in ("+447700900123", "+44 7700 900123", "07700 900123", "020 7946 0123", "+1 202 555 0143",
                       "+12025550143", "(202) 555-0143", "202-555-0143", "01632 960001"):
            self.assertEqual(0, hits(phones.check, "a.json", f'"{number}"'), number)

    def test_a_real_one_does_not(self):
        for number in ("+44" "7911123456", "079" "11 123456", "+1 212 5" "56 0143", "212-5" "56-0143", "+49" "3012345678"):
            self.assertEqual(1, hits(phones.check, "a.json", f'"{number}"'), number)

    def test_other_digits_are_no_numbers(self):
        for text in ("1763700000000", "2026-11-23T09:00:00Z", "0.0123456789", "00000000-0000-7000-8000-000000000000", "999"):
            self.assertEqual(0, hits(phones.check, "a.json", text), text)


class Crates(unittest.TestCase):
    def package(self, name, *dependencies):
        return {"name": name, "dependencies": [{"name": d, "kind": None} for d in dependencies]}

    def test_directions(self):
        good = [self.package("callwaiting-engine", "callwaiting-store", "callwaiting-domain", "tokio")]
        self.assertEqual([], list(crates.directions(good)))
        for bad in (self.package("callwaiting-domain", "callwaiting-store"), self.package("callwaiting-domain", "tokio"),
                    self.package("callwaiting-engine", "callwaiting-server"), self.package("callwaiting-engine", "reqwest"),
                    self.package("callwaiting-server", "tauri"), self.package("callwaiting-extra")):
            self.assertEqual(1, len(list(crates.directions([bad]))), bad)

    def test_migrations(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "migrations/clinic"))
            with open(os.path.join(root, "migrations/clinic/0001_a.sql"), "w", encoding="utf-8") as out:
                out.write("-- first\n")
            good = f"{hashlib.sha256(b'-- first' + bytes([10])).hexdigest()}  clinic/0001_a.sql"
            self.assertEqual([], list(crates.migrations(root, [good], [good])))
            self.assertEqual(1, len(list(crates.migrations(root, ["0" * 64 + "  clinic/0001_a.sql"], []))))
            self.assertEqual(1, len(list(crates.migrations(root, [good.replace("0001", "0002")], []))))
            self.assertEqual(1, len(list(crates.migrations(root, [], [good]))))

    def test_lock_file(self):
        lock = {"packages": {"": {"dependencies": {"a": "^1"}}}}
        self.assertEqual([], list(crates.lock_file("p", {"dependencies": {"a": "^1"}}, lock)))
        self.assertEqual(1, len(list(crates.lock_file("p", {"dependencies": {"a": "^2"}}, lock))))


if __name__ == "__main__":
    unittest.main()
