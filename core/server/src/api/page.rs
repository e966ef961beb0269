//! Lists: a page of items, how many there are, and an opaque mark where the next page begins.

use crate::http::{ApiError, ErrorCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

/// Items of a page when nothing else is asked for.
const USUAL: i64 = 50;
/// The most items of a page.
const MOST: i64 = 500;

/// One page.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    /// What is on it.
    pub(super) items: Vec<T>,
    /// How many there are in all.
    pub(super) total: i64,
    /// Pass it as `cursor` to get the next page; absent on the last one.
    pub(super) next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is always short enough to be one page.
    pub(super) fn whole(items: Vec<T>) -> Self {
        Self {
            total: count(items.len()),
            items,
            next_cursor: None,
        }
    }

    /// The page that began after `offset` others.
    pub(super) fn after(offset: i64, items: Vec<T>, total: i64) -> Self {
        let end = offset + count(items.len());
        let next_cursor = (end < total && !items.is_empty()).then(|| mark(end));
        Self {
            items,
            total,
            next_cursor,
        }
    }
}

/// The number of items that a request asks for.
pub(super) fn limit(asked: Option<i64>) -> Result<i64, ApiError> {
    match asked {
        None => Ok(USUAL),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(ApiError::new(
            ErrorCode::Validation,
            format!("limit must be between 1 and {MOST}"),
        )),
    }
}

/// Writes a position.
pub(super) fn mark(position: i64) -> String {
    URL_SAFE_NO_PAD.encode(position.to_be_bytes())
}

/// Reads a position; `None` without a cursor.
pub(super) fn position(cursor: Option<&str>) -> Result<Option<i64>, ApiError> {
    let Some(cursor) = cursor.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let bytes = URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    let found = bytes.map(i64::from_be_bytes).filter(|position| *position >= 0);
    found
        .map(Some)
        .ok_or_else(|| ApiError::new(ErrorCode::BadRequest, "the cursor is not one of ours"))
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let page = Page::after(0, vec![1, 2], 3);
        assert_eq!(position(page.next_cursor.as_deref()).unwrap(), Some(2));
        assert!(Page::after(2, vec![3], 3).next_cursor.is_none());
        assert!(Page::after(9, Vec::<u8>::new(), 3).next_cursor.is_none());
    }

    #[test]
    fn a_made_up_cursor_is_refused() {
        assert!(position(Some("nonsense!")).is_err());
        assert!(position(Some("____________")).is_err());
        assert_eq!(position(None).unwrap(), None);
    }
}
