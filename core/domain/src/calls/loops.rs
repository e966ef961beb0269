//! When a model asks the same thing again and again.

/// The call of a tool, identical to earlier ones in the same phone call, that ends the loop.
pub const LOOP_LIMIT: u32 = 5;

/// Whether the `nth` identical call of a tool (counted from 1) is one too many.
pub fn is_loop(nth: u32) -> bool {
    nth >= LOOP_LIMIT
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_fifth_ends_it() {
        assert!(!super::is_loop(4));
        assert!(super::is_loop(5) && super::is_loop(6));
    }
}
