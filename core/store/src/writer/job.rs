//! A job in the queue: what to run, and whom to answer once the commit is known.

use super::WriteContext;
use crate::StoreError;
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// What comes into the writer's thread.
pub(super) enum Message<E> {
    Job(Queued<E>),
    Close {
        until: Instant,
        done: oneshot::Sender<Result<(), StoreError>>,
    },
}

/// A job with its place in the queue.
pub(super) struct Queued<E> {
    pub(super) job: Box<dyn AnyJob<E>>,
    pub(super) since: Instant,
    pub(super) permit: OwnedSemaphorePermit,
}

/// A job whose types are nobody's business but the caller's.
pub(super) trait AnyJob<E>: Send {
    /// Whether the caller has gone.
    fn is_abandoned(&self) -> bool;
    /// Does the work and keeps the result; true if it is to be kept in the database too.
    fn run(&mut self, context: &mut WriteContext<'_, E>) -> bool;
    /// Puts an error in place of the result.
    fn fail(&mut self, error: StoreError);
    /// Tells the caller.
    fn answer(self: Box<Self>);
}

/// The one implementation of [`AnyJob`].
pub(super) struct Job<J, T, F> {
    work: Option<J>,
    result: Option<Result<T, F>>,
    caller: oneshot::Sender<Result<T, F>>,
}

impl<J, T, F> Job<J, T, F> {
    pub(super) fn new(work: J, caller: oneshot::Sender<Result<T, F>>) -> Self {
        Self {
            work: Some(work),
            result: None,
            caller,
        }
    }
}

impl<E, J, T, F> AnyJob<E> for Job<J, T, F>
where
    T: Send,
    F: From<StoreError> + Send,
    J: FnOnce(&mut WriteContext<'_, E>) -> Result<T, F> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.caller.is_closed()
    }

    fn run(&mut self, context: &mut WriteContext<'_, E>) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        let result = work(context);
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn fail(&mut self, error: StoreError) {
        self.result = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let result = self.result.unwrap_or_else(|| Err(StoreError::Undone.into()));
        let _ = self.caller.send(result);
    }
}
