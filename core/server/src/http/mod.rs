//! What both listeners share: accepting connections, limits for strangers, and dressing answers.
//!
//! No route and no handler: those are `api` and `hooks`.

mod dress;
mod error;
mod limits;
mod listen;
mod metrics;

pub use dress::{Dressing, RequestId, dress};
pub use error::{ApiError, ErrorBody, ErrorCode};
pub use limits::{Limits, Rate, Rates};
pub use listen::serve;
pub use metrics::{install as install_metrics, render as render_metrics};
