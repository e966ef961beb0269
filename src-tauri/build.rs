//! Bakes the configuration, the icons and what the page may ask for into the program.
//!
//! The two commands of ours are named here so that they need a permission like everything else; capabilities/ gives
//! it to the one window. The screens come from ui/dist as they are: building them is script/run's work.

use std::path::Path;

const SCREENS: &str = "../ui/dist";

fn main() {
    println!("cargo:rerun-if-changed={SCREENS}");
    // A check of the code must be possible before the screens were ever built; then the page says that they are missing.
    let page = Path::new(SCREENS).join("index.html");
    if !page.exists() {
        let written = std::fs::create_dir_all(SCREENS).and_then(|()| std::fs::write(&page, NOT_BUILT));
        written.expect("ui/dist can be written");
    }
    let commands = tauri_build::AppManifest::new().commands(&["api", "start"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
        .expect("tauri.conf.json, capabilities/ and icons/ fit each other");
}

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>CallWaiting</title>\
    <p>This program was built without its screens. Build them with <code>npm run build</code> in <code>ui/</code>; \
    <code>script/run</code> does it all.</p></html>\n";
