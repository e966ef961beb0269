//! Builds the program again when the screens that it carries were built again.

fn main() {
    println!("cargo:rerun-if-changed=../../ui/dist");
}
