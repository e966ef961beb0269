//! Why a command did nothing, with the exit code that scripts decide on.

use crate::compose::StartError;
use callwaiting_engine::EngineError;
use callwaiting_store::StoreError;

/// A failed command.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    /// Something that has no code of its own.
    pub fn other(message: impl Into<String>) -> Self {
        Self {
            code: 1,
            message: message.into(),
        }
    }

    /// A value that can't be used.
    pub fn value(message: impl Into<String>) -> Self {
        Self {
            code: 8,
            message: message.into(),
        }
    }

    /// There is no such thing.
    pub fn missing(message: impl Into<String>) -> Self {
        Self {
            code: 6,
            message: message.into(),
        }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        self.code
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Locked | StoreError::ReadOnlyFolder | StoreError::DiskFull | StoreError::Busy => 3,
            StoreError::WrongKey | StoreError::Keys(_) => 4,
            StoreError::Damaged { .. } | StoreError::NewerSchema { .. } | StoreError::NotADatabase { .. } => {
                5
            }
            StoreError::Missing { .. } | StoreError::AlreadyExists => 6,
            StoreError::InvalidClinicId => 8,
            _ => 1,
        };
        Self {
            code,
            message: error.to_string(),
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::NotFound(_) => Self {
                code: 6,
                message: error.to_string(),
            },
            EngineError::Validation(_) | EngineError::Detail(_) | EngineError::NotPractice => {
                Self::value(error.to_string())
            }
            other => Self::other(other.to_string()),
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Engine(error) => error.into(),
            StartError::PlainHttp { .. } => Self {
                code: 7,
                message: error.to_string(),
            },
            StartError::Listen { .. } => Self {
                code: 7,
                message: error.to_string(),
            },
        }
    }
}
