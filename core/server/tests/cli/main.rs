//! The command line as outside checks drive it: the program itself, its output, its exit codes.

mod program;

use program::{Program, get, run};
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn a_newcomers_first_start_has_a_practice_clinic_and_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (serving, ready) = Program::serve(folder.path(), &["--practice"]);
    assert_eq!(ready["ready"], true);
    let (api, link) = (ready["api"].as_str().unwrap(), ready["signIn"].as_str().unwrap());
    assert!(link.starts_with(&format!("{api}/#link=cwl.practice.")));
    assert!(ready["hooks"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    let key = std::fs::read_to_string(folder.path().join("appliance.key")).unwrap();
    assert!(key.trim().len() == 64 && key.trim().bytes().all(|b| b.is_ascii_hexdigit()));
    let (status, clinics) = get(api, "/api/clinics", None);
    assert_eq!((status, clinics[0]["id"].as_str()), (200, Some("practice")));
    assert_eq!(run(&["serve", "--data", folder.path().to_str().unwrap()]).code, 3);
    serving.stop();
}

#[test]
fn clinics_and_tokens_are_made_while_the_appliance_serves() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (serving, ready) = Program::serve(folder.path(), &[]);
    let api = ready["api"].as_str().unwrap();
    let create = [
        "clinic",
        "create",
        "--data",
        data,
        "--id",
        "elm",
        "--name",
        "Elm Court",
        "--practice",
    ];
    let made = run(&create).json();
    assert!(
        made["recoveryCode"].as_str().unwrap().len() > 20 && made["hookSecret"].as_str().unwrap().len() >= 32
    );
    assert_eq!(made["clinicId"], "elm");
    assert_eq!(run(&create).code, 6);
    let token = run(&[
        "token",
        "create",
        "--data",
        data,
        "--clinic",
        "elm",
        "--role",
        "front_desk",
    ])
    .json();
    let token = token["token"].as_str().unwrap();
    let (status, practitioners) = get(api, "/api/clinics/elm/practitioners", Some(token));
    assert_eq!((status, practitioners["total"].as_i64() >= Some(3)), (200, true));
    let staff = [
        "staff",
        "create",
        "--data",
        data,
        "--clinic",
        "elm",
        "--username",
        "ruth",
        "--name",
        "Ruth",
    ];
    let staff = run(&[&staff[..], &["--role", "manager"]].concat()).json();
    assert!(
        staff["signIn"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{api}/#link=cwl.elm."))
    );
    let doctor = run(&["doctor", "--data", data, "--json"]).json();
    assert!(doctor["serving"] == true && doctor["checks"].as_array().unwrap().len() > 5);
    serving.stop();
}

#[test]
fn a_clinic_that_cannot_be_opened_is_named_in_the_ready_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let create = [
        "clinic",
        "create",
        "--data",
        data,
        "--name",
        "Elm Court",
        "--practice",
    ];
    assert_eq!(run(&[&create[..], &["--id", "elm"]].concat()).code, 0);
    let (serving, ready) = Program::serve(folder.path(), &[]);
    assert_eq!(
        (&ready["clinics"], &ready["unavailable"]),
        (&json!(1), &json!([]))
    );
    serving.stop();
    let other = folder.path().join("other.key");
    std::fs::write(&other, "0".repeat(64)).unwrap();
    let (serving, ready) = Program::serve(folder.path(), &["--key-file", other.to_str().unwrap()]);
    assert_eq!(ready["ready"], true);
    assert_eq!(
        (&ready["clinics"], &ready["unavailable"]),
        (&json!(0), &json!(["elm"]))
    );
    serving.stop();
}

#[test]
fn each_kind_of_failure_has_its_own_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let create = |id: &str| {
        run(&[
            "clinic",
            "create",
            "--data",
            data,
            "--id",
            id,
            "--name",
            "Elm Court",
        ])
    };
    assert_eq!(create("elm").code, 0);
    assert_eq!(create("Not An Id").code, 8);
    let token =
        |rest: &[&str]| run(&[&["token", "create", "--data", data, "--role", "manager"], rest].concat()).code;
    assert_eq!(token(&["--clinic", "oak"]), 6);
    assert_eq!(token(&[]), 2);
    let other = folder.path().join("other.key");
    std::fs::write(&other, "0".repeat(64)).unwrap();
    assert_eq!(
        token(&["--clinic", "elm", "--key-file", other.to_str().unwrap()]),
        4
    );
    assert_eq!(
        token(&[
            "--clinic",
            "elm",
            "--key-file",
            folder.path().join("none.key").to_str().unwrap()
        ]),
        4
    );
    assert_eq!(run(&["serve", "--data", data, "--api", "0.0.0.0:0"]).code, 7);
    assert_eq!(
        run(&["practice", "play", "booked", "--data", data, "--clinic", "elm"]).code,
        6
    );
    assert_eq!(run(&["nonsense"]).code, 2);
    assert_eq!(run(&["--help"]).code, 0);
}

#[test]
fn every_help_shows_an_example_and_lists_are_json() {
    for command in ["", "clinic", "token", "staff", "setting", "practice"] {
        let words = [command, "--help"];
        let help = run(&words[usize::from(command.is_empty())..]);
        assert!(
            help.code == 0 && help.out.contains("Example:\n  callwaiting "),
            "{}",
            help.out
        );
    }
    let list = run(&[
        "practice", "play", "list", "--data", "nowhere", "--clinic", "practice",
    ])
    .json();
    let scenarios = list["scenarios"].as_array().unwrap();
    assert!(scenarios.len() >= 12, "{list}");
    for scenario in scenarios {
        assert!(
            scenario["id"].is_string() && scenario["title"].is_string(),
            "{scenario}"
        );
    }
}

#[test]
fn stopping_takes_less_than_five_seconds_even_with_a_stream_open() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (serving, ready) = Program::serve(folder.path(), &["--practice"]);
    let token = run(&[
        "token", "create", "--data", data, "--clinic", "practice", "--role", "manager",
    ])
    .json();
    let stream = program::open(
        ready["api"].as_str().unwrap(),
        "/api/clinics/practice/events",
        token["token"].as_str(),
    );
    let began = now();
    serving.stop();
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(!folder.path().join("running.json").exists());
    drop(stream);
}

#[test]
fn verify_passes_and_writes_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let done = run(&["verify", "--report", report.to_str().unwrap()]);
    assert_eq!(done.code, 0, "{}", done.out);
    let text = std::fs::read_to_string(report.join("report.json")).unwrap();
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(written["summary"]["failed"], 0);
    for test in written["tests"].as_array().unwrap() {
        assert!(
            test["assertions"]["total"].as_i64() > Some(0) && test["status"] == "PASS",
            "{test}"
        );
    }
    assert!(
        std::fs::read_to_string(report.join("report.html"))
            .unwrap()
            .contains("Every scenario passed")
    );
}

#[expect(clippy::disallowed_methods, reason = "a promise about real time")]
fn now() -> Instant {
    Instant::now()
}
