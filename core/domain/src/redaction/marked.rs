//! Test lines with the expected findings marked in them: [must be found], (may be found), the rest must not.

use super::Finding;

/// A description of every line on which `find` does otherwise than marked; empty when all is well.
pub(super) fn failures(lines: &[&str], find: impl Fn(&str) -> Vec<Finding>) -> String {
    lines.iter().filter_map(|line| failure(line, &find)).collect()
}

fn failure(line: &str, find: &impl Fn(&str) -> Vec<Finding>) -> Option<String> {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut mark = ' ';
    for c in line.chars() {
        match c {
            '[' | '(' => mark = c,
            ']' | ')' => mark = ' ',
            c => {
                text.push(c);
                wanted.extend(std::iter::repeat_n(mark, c.len_utf8()));
            }
        }
    }
    let mut found = vec![false; text.len()];
    for finding in find(&text) {
        assert!(text.is_char_boundary(finding.start) && text.is_char_boundary(finding.end));
        found[finding.start..finding.end].fill(true);
    }
    let wrong = |(at, c): (usize, char)| {
        c.is_alphanumeric() && (wanted[at] == '[' && !found[at] || wanted[at] == ' ' && found[at])
    };
    text.char_indices().any(wrong).then(|| {
        let shown: String = text
            .char_indices()
            .map(|(at, c)| if found[at] && c.is_alphanumeric() { '#' } else { c })
            .collect();
        format!("\n  {line}\n  {shown}")
    })
}
