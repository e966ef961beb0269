//! The i-th failure: a process whose i-th write or sync fails, for i = 1, 2, 3 … until a run has no failure.
//!
//! Two ways that need no change of the program: a limit on the size of its files that grows from run to run, and,
//! where `strace` is installed, a system call that is made to fail. After each run nothing that was acknowledged
//! may be missing, and the database must open and be whole.

use crate::support::{Clinic, NOTES, create, ids, open, paths, write};
use callwaiting_store::keys::{NewSlot, RecoveryCost, SystemEntropy, Unlock};
use callwaiting_store::{ClinicPaths, Rekey};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};

const A_LITTLE: i64 = 8;

/// This test program once more, doing one task in a process of its own.
pub(crate) struct Child {
    process: std::process::Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    begun: PathBuf,
}

impl Child {
    pub(crate) fn write(paths: &ClinicPaths, from: i64) -> Self {
        Self::start(
            itself("write", paths).env("STORE_TEST_FROM", from.to_string()),
            paths,
        )
    }

    pub(crate) fn rekey(paths: &ClinicPaths) -> Self {
        Self::start(&mut itself("rekey", paths), paths)
    }

    fn start(command: &mut Command, paths: &ClinicPaths) -> Self {
        let begun = root(paths).join("begun");
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self {
            process,
            lines,
            begun,
        }
    }

    /// The writes it was answered, as they come.
    pub(crate) fn acknowledged(&mut self) -> impl Iterator<Item = i64> {
        (&mut self.lines)
            .map_while(Result::ok)
            .filter_map(|line| line.split("acknowledged ").nth(1)?.parse().ok())
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.exists()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.process.try_wait().unwrap().is_some()
    }

    pub(crate) fn kill(mut self) {
        let _ = self.process.kill();
        self.process.wait().unwrap();
    }
}

fn root(paths: &ClinicPaths) -> &Path {
    paths.folder().parent().unwrap().parent().unwrap()
}

fn itself(task: &str, paths: &ClinicPaths) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    set_task(&mut command, task, paths);
    command
}

fn set_task(command: &mut Command, task: &str, paths: &ClinicPaths) {
    command
        .args([
            "fault::in_a_process_of_its_own",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("STORE_TEST_TASK", task)
        .env("STORE_TEST_ROOT", root(paths));
}

/// Not a test: what [`Child`] runs.
#[test]
#[ignore = "started by the tests that need another process"]
fn in_a_process_of_its_own() {
    let Ok(task) = std::env::var("STORE_TEST_TASK") else {
        return;
    };
    let paths = paths(&PathBuf::from(std::env::var("STORE_TEST_ROOT").unwrap()));
    match task.as_str() {
        "write" => keep_writing(&paths, i64::MAX),
        "write a little" => keep_writing(&paths, A_LITTLE),
        "create" => drop(create(&paths)),
        "rekey" => rekey(&paths),
        other => panic!("no such task: {other}"),
    }
}

fn keep_writing(paths: &ClinicPaths, count: i64) {
    let from: i64 = std::env::var("STORE_TEST_FROM").map_or(0, |text| text.parse().unwrap());
    let Ok(database) = open(paths) else { return };
    for id in from..from.saturating_add(count) {
        let line = match write(&database, id, &"a row of some length ".repeat(150)) {
            Ok(()) => format!("acknowledged {id}\n"),
            Err(error) => format!("refused {}\n", error.code()),
        };
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}

fn rekey(paths: &ClinicPaths) {
    let file = crate::support::key_file(paths);
    let slots = [NewSlot::KeyFile(&file), NewSlot::Recovery(RecoveryCost::TESTS)];
    let Ok((prepared, _)) = Rekey::prepare_with(paths, Unlock::KeyFile(&file), &slots, NOTES, &SystemEntropy)
    else {
        return;
    };
    std::fs::write(root(paths).join("begun"), "").unwrap();
    let _ = prepared.rewrite().and_then(|rewritten| rewritten.finish());
}

/// What a run said, line by line, and whether the process ended by itself.
fn run(mut command: Command) -> Vec<String> {
    let output = command.stderr(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}

fn acknowledged(lines: &[String]) -> BTreeSet<i64> {
    lines
        .iter()
        .filter_map(|line| line.split("acknowledged ").nth(1)?.parse().ok())
        .collect()
}

fn nothing_is_lost(clinic: &Clinic, acknowledged: &BTreeSet<i64>, run: &str) {
    let database = clinic.open().unwrap_or_else(|error| panic!("{run}: {error}"));
    let found: BTreeSet<i64> = ids(&database).into_iter().collect();
    assert!(
        acknowledged.is_subset(&found),
        "{run}: lost {:?}",
        acknowledged.difference(&found)
    );
    database
        .readers
        .read_blocking(callwaiting_store::check_integrity)
        .unwrap_or_else(|error| panic!("{run}: {error}"));
}

/// A limit on file sizes in KiB; a write beyond it fails instead of ending the process.
#[cfg(unix)]
fn limited(kib: u64, task: &str, paths: &ClinicPaths) -> Command {
    let mut command = Command::new("bash");
    command
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"",
            &kib.to_string(),
        ])
        .arg(std::env::current_exe().unwrap());
    set_task(&mut command, task, paths);
    command
}

#[cfg(unix)]
#[test]
fn writing_with_files_that_cannot_grow_loses_nothing() {
    for (refusals, kib) in (4..400).step_by(8).enumerate() {
        let clinic = Clinic::new();
        let lines = run(limited(kib, "write a little", &clinic.paths));
        let acknowledged = acknowledged(&lines);
        nothing_is_lost(&clinic, &acknowledged, &format!("{kib} KiB"));
        if acknowledged.len() as i64 == A_LITTLE {
            assert!(refusals > 3, "the limit never bit");
            return;
        }
    }
    panic!("no run was without a failure");
}

#[cfg(unix)]
#[test]
fn making_a_clinic_with_files_that_cannot_grow_makes_it_wholly_or_not() {
    let mut failures = 0;
    for kib in (0..200).step_by(4) {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        run(limited(kib, "create", &paths));
        if !paths.folder().exists() {
            failures += 1;
            create(&paths).unwrap();
        }
        open(&paths).unwrap_or_else(|error| panic!("{kib} KiB: {error}"));
        if failures > 0 && kib > 150 {
            return;
        }
    }
    panic!("the limit never bit");
}

/// Runs the task with the `number`-th call of `call` on the database's files failing with `error`.
#[cfg(target_os = "linux")]
fn failing(call: &str, error: &str, number: usize, task: &str, clinic: &Clinic, log: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(log);
    for name in ["clinic.db", "clinic.db-wal"] {
        command.arg("-P").arg(clinic.paths.folder().join(name));
    }
    command.args([
        "-e",
        &format!("trace={call}"),
        "-e",
        &format!("inject={call}:error={error}:when={number}"),
    ]);
    command.arg(std::env::current_exe().unwrap());
    set_task(&mut command, task, &clinic.paths);
    command
}

/// False when this machine cannot make a system call fail, which is said aloud.
#[cfg(target_os = "linux")]
fn until_no_failure(calls: &str, error: &str, task: &str, check: impl Fn(&Clinic, &[String], &str)) -> bool {
    if !Command::new("strace")
        .arg("-V")
        .output()
        .is_ok_and(|output| output.status.success())
    {
        eprintln!("SKIPPED: strace is not installed");
        return false;
    }
    for number in 1..200 {
        let clinic = Clinic::new();
        let log = clinic.folder.path().join("strace.log");
        let lines = run(failing(calls, error, number, task, &clinic, &log));
        let traced = std::fs::read_to_string(&log).unwrap_or_default();
        if traced.is_empty() && number == 1 {
            eprintln!("SKIPPED: this machine does not let strace trace");
            return false;
        }
        check(
            &clinic,
            &lines,
            &format!("{calls} number {number} failing with {error}"),
        );
        if !traced.contains("INJECTED") {
            assert!(number > 5, "only {number} calls were made");
            eprintln!("{} runs with a failure of {calls}", number - 1);
            return true;
        }
    }
    panic!("no run was without a failure");
}

#[cfg(target_os = "linux")]
#[test]
fn every_failing_write_loses_nothing() {
    until_no_failure(
        "write,pwrite64",
        "ENOSPC",
        "write a little",
        |clinic, lines, run| {
            nothing_is_lost(clinic, &acknowledged(lines), run);
        },
    );
}

#[cfg(target_os = "linux")]
#[test]
fn every_failing_sync_stops_the_writer_and_loses_nothing() {
    let stopped = std::cell::Cell::new(0);
    let tried = until_no_failure(
        "fsync,fdatasync",
        "EIO",
        "write a little",
        |clinic, lines, run| {
            if let Some(first) = lines.iter().position(|line| line.contains("refused sync_failed")) {
                stopped.set(stopped.get() + 1);
                assert!(
                    !lines[first..].iter().any(|line| line.contains("acknowledged")),
                    "{run}: acknowledged after a failed sync"
                );
            }
            nothing_is_lost(clinic, &acknowledged(lines), run);
        },
    );
    assert!(
        !tried || stopped.get() >= A_LITTLE,
        "the writer stopped in only {} runs",
        stopped.get()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn every_failing_write_of_a_new_key_leaves_a_database_that_opens() {
    until_no_failure("write,pwrite64", "EIO", "rekey", |clinic, _, run| {
        nothing_is_lost(clinic, &BTreeSet::new(), run)
    });
}
