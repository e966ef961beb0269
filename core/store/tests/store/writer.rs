//! The one writer: what is answered is kept, what fails undoes itself only, and nobody starves.

use crate::support::{Clinic, Database, add, code, ids, open_limited, write};
use callwaiting_store::{Rule, StoreError, WriterLimits};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};

/// Holds the writer inside a job, so that a test decides what waits behind it.
struct Held {
    release: Sender<()>,
    job: JoinHandle<Result<(), StoreError>>,
}

impl Held {
    async fn hold(database: &Database) -> Self {
        let (release, released): (Sender<()>, Receiver<()>) = channel();
        let (entered, inside) = tokio::sync::oneshot::channel();
        let writer = database.writer.clone();
        let job = tokio::spawn(async move {
            writer
                .submit(move |_| {
                    let _ = entered.send(());
                    released.recv().unwrap();
                    Ok(())
                })
                .await
        });
        inside.await.unwrap();
        Self { release, job }
    }

    async fn release(self) {
        self.release.send(()).unwrap();
        self.job.await.unwrap().unwrap();
    }
}

fn spawn_add(database: &Database, id: i64, body: &'static str) -> JoinHandle<Result<(), StoreError>> {
    let writer = database.writer.clone();
    tokio::spawn(async move {
        writer
            .submit(move |w| {
                add(w, id, body)?;
                w.push(format!("added {id}"));
                Ok(())
            })
            .await
    })
}

async fn until_waiting(database: &Database, jobs: u64, queue: u64) {
    while database.writer.metrics().room + jobs > queue {
        tokio::task::yield_now().await;
    }
}

fn patient() -> WriterLimits {
    WriterLimits {
        batch_time: Duration::from_secs(60),
        ..WriterLimits::default()
    }
}

fn tell(clinic: &Clinic, limits: WriterLimits) -> (Database, Arc<Mutex<Vec<String>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let database = open_limited(&clinic.paths, limits, move |effects| {
        sink.lock().unwrap().extend(effects)
    })
    .unwrap();
    (database, told)
}

#[tokio::test]
async fn what_waits_is_committed_together_and_failures_undo_only_themselves() {
    let clinic = Clinic::new();
    let (database, told) = tell(&clinic, patient());
    let held = Held::hold(&database).await;
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for id in 0..20 {
        good.push(spawn_add(&database, id, "fine"));
        until_waiting(&database, 2 * (id as u64) + 1, 1024).await;
        bad.push(if id % 2 == 0 {
            spawn_add(&database, id + 100, "")
        } else {
            let writer = database.writer.clone();
            tokio::spawn(async move {
                writer
                    .submit(move |w| {
                        add(w, id + 100, "half a job")?;
                        w.push("never".to_owned());
                        panic!("a job that panics");
                    })
                    .await
            })
        });
        until_waiting(&database, 2 * (id as u64) + 2, 1024).await;
    }
    held.release().await;
    for job in good {
        job.await.unwrap().unwrap();
    }
    for (number, job) in bad.into_iter().enumerate() {
        let error = job.await.unwrap().unwrap_err();
        match number % 2 {
            0 => assert!(matches!(
                error,
                StoreError::Refused {
                    rule: Rule::Check,
                    ..
                }
            )),
            _ => assert_eq!(error.code(), "panicked"),
        }
    }
    assert_eq!(ids(&database), (0..20).collect::<Vec<_>>());
    assert_eq!(
        *told.lock().unwrap(),
        (0..20).map(|id| format!("added {id}")).collect::<Vec<_>>()
    );
    let metrics = database.writer.metrics();
    assert_eq!((metrics.commits, metrics.last_batch, metrics.panics), (1, 41, 10));
}

#[tokio::test]
async fn a_failed_commit_answers_nobody_with_success() {
    let clinic = Clinic::new();
    let (database, told) = tell(&clinic, patient());
    let held = Held::hold(&database).await;
    let first = spawn_add(&database, 1, "innocent");
    until_waiting(&database, 1, 1024).await;
    let writer = database.writer.clone();
    let culprit = tokio::spawn(async move {
        writer
            .submit(|w| {
                w.execute_batch(
                    "PRAGMA defer_foreign_keys = ON; INSERT INTO note VALUES (2, 'orphan', 99);",
                )?;
                Ok::<_, StoreError>(())
            })
            .await
    });
    until_waiting(&database, 2, 1024).await;
    held.release.send(()).unwrap();
    assert_eq!(code(held.job.await.unwrap()), "refused");
    assert_eq!(code(first.await.unwrap()), "refused");
    assert_eq!(code(culprit.await.unwrap()), "refused");
    assert!(ids(&database).is_empty() && told.lock().unwrap().is_empty());
    assert_eq!(database.writer.metrics().failed_commits, 1);
    spawn_add(&database, 3, "afterwards").await.unwrap().unwrap();
    assert_eq!(ids(&database), [3]);
}

#[tokio::test]
async fn a_job_that_ends_the_transaction_loses_the_batch_and_not_the_writer() {
    let clinic = Clinic::new();
    let (database, told) = tell(&clinic, patient());
    let held = Held::hold(&database).await;
    let first = spawn_add(&database, 1, "innocent");
    until_waiting(&database, 1, 1024).await;
    let writer = database.writer.clone();
    let culprit = tokio::spawn(async move {
        writer
            .submit(|w| Ok::<_, StoreError>(w.execute_batch("ROLLBACK")?))
            .await
    });
    until_waiting(&database, 2, 1024).await;
    let after = spawn_add(&database, 2, "next batch");
    until_waiting(&database, 3, 1024).await;
    held.release.send(()).unwrap();
    assert_eq!(code(held.job.await.unwrap()), "undone");
    assert_eq!(code(first.await.unwrap()), "undone");
    assert_eq!(code(culprit.await.unwrap()), "undone");
    after.await.unwrap().unwrap();
    assert_eq!(ids(&database), [2]);
    assert_eq!(*told.lock().unwrap(), ["added 2"]);
}

#[tokio::test]
async fn a_full_queue_makes_callers_wait_in_their_order() {
    let clinic = Clinic::new();
    let limits = WriterLimits {
        queue: 2,
        batch_jobs: 1,
        ..patient()
    };
    let (database, told) = tell(&clinic, limits);
    let held = Held::hold(&database).await;
    let mut jobs = Vec::new();
    for id in 0..10 {
        jobs.push(spawn_add(&database, id, "in turn"));
        tokio::task::yield_now().await;
    }
    until_waiting(&database, 2, 2).await;
    assert_eq!(database.writer.metrics().room, 0);
    assert!(jobs.iter().all(|job| !job.is_finished()));
    held.release().await;
    for job in jobs {
        job.await.unwrap().unwrap();
    }
    assert_eq!(
        *told.lock().unwrap(),
        (0..10).map(|id| format!("added {id}")).collect::<Vec<_>>()
    );
    assert_eq!(database.writer.metrics().largest_batch, 1);
}

#[tokio::test]
async fn a_caller_that_has_gone_takes_its_job_with_it() {
    let clinic = Clinic::new();
    let (database, _) = tell(&clinic, patient());
    let held = Held::hold(&database).await;
    let gone = spawn_add(&database, 1, "nobody waits for this");
    until_waiting(&database, 1, 1024).await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    held.release().await;
    spawn_add(&database, 2, "somebody does").await.unwrap().unwrap();
    assert_eq!(ids(&database), [2]);
}

#[tokio::test]
async fn shutdown_serves_what_waits_and_leaves_an_empty_log() {
    let clinic = Clinic::new();
    let (database, _) = tell(&clinic, patient());
    let held = Held::hold(&database).await;
    let waiting: Vec<_> = (0..5).map(|id| spawn_add(&database, id, "last words")).collect();
    until_waiting(&database, 5, 1024).await;
    let closing = {
        let database = database.clone();
        tokio::spawn(async move { database.shutdown(Duration::from_secs(5)).await })
    };
    held.release().await;
    closing.await.unwrap().unwrap();
    for job in waiting {
        job.await.unwrap().unwrap();
    }
    assert_eq!(code(spawn_add(&database, 9, "too late").await.unwrap()), "closed");
    let late = database.readers.read(|_| Ok::<_, StoreError>(())).await;
    assert_eq!(code(late), "closed");
    assert!(
        clinic
            .files()
            .iter()
            .all(|(name, bytes)| !name.ends_with("-wal") || bytes.is_empty())
    );
    assert_eq!(ids(&clinic.open().unwrap()), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_deadline_that_is_over_refuses_what_waits() {
    let clinic = Clinic::new();
    let (database, _) = tell(
        &clinic,
        WriterLimits {
            batch_jobs: 1,
            ..patient()
        },
    );
    let held = Held::hold(&database).await;
    let closing = {
        let database = database.clone();
        tokio::spawn(async move { database.writer.shutdown(Duration::ZERO).await })
    };
    tokio::task::yield_now().await;
    held.release().await;
    closing.await.unwrap().unwrap();
    assert_eq!(code(spawn_add(&database, 1, "too late").await.unwrap()), "closed");
    assert!(ids(&clinic.open().unwrap()).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_callers_all_finish_and_share_commits() {
    let clinic = Clinic::new();
    let (database, told) = tell(&clinic, WriterLimits::default());
    let mut callers = JoinSet::new();
    for caller in 0..16 {
        let writer = database.writer.clone();
        callers.spawn(async move {
            for turn in 0..50 {
                let id = caller * 1000 + turn;
                writer
                    .submit(move |w| {
                        add(w, id, "one of many")?;
                        w.push(id.to_string());
                        Ok::<_, StoreError>(())
                    })
                    .await
                    .unwrap();
            }
        });
    }
    callers.join_all().await;
    assert_eq!(ids(&database).len(), 800);
    assert_eq!(told.lock().unwrap().len(), 800);
    let metrics = database.writer.metrics();
    assert_eq!(metrics.jobs, 800);
    assert!(metrics.commits < 400, "{metrics:?}");
}

#[test]
fn the_log_is_copied_when_it_has_grown() {
    let clinic = Clinic::new();
    let limits = WriterLimits {
        checkpoint_pages: 50,
        ..WriterLimits::default()
    };
    let (database, _) = tell(&clinic, limits);
    (0..400).for_each(|id| write(&database, id, &"grow ".repeat(200)).unwrap());
    let size = |name: &str| std::fs::metadata(clinic.paths.folder().join(name)).unwrap().len();
    assert!(
        size("clinic.db-wal") < 300 * 4096,
        "the log has {} bytes",
        size("clinic.db-wal")
    );
    assert!(
        size("clinic.db") > 50 * 4096,
        "the database has {} bytes",
        size("clinic.db")
    );
}

#[test]
fn a_commit_is_synced_and_the_database_is_strict_about_it() {
    let clinic = Clinic::new();
    let database = clinic.open().unwrap();
    let pragma = |name: &'static str| {
        let value = database.writer.submit_blocking(move |w| {
            Ok::<String, StoreError>(w.query_row(
                &format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"),
                [],
                |row| row.get(0),
            )?)
        });
        value.unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2");
    assert_eq!(pragma("foreign_keys"), "1");
    assert_eq!(pragma("secure_delete"), "1");
    assert_eq!(pragma("trusted_schema"), "0");
    assert_eq!(pragma("temp_store"), "2");
    assert_eq!(pragma("cell_size_check"), "1");
}
