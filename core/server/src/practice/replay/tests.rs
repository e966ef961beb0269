//! Dialogues of our own, replayed against a clinic in memory.

use super::*;
use crate::practice::tests::fake_clinic::FakeClinic;
use jiff::civil::{date, time};
use serde_json::json;

struct There(FakeClinic);

#[async_trait]
impl World for There {
    fn hooks_url(&self) -> String {
        self.0.url.clone()
    }

    fn clinic_id(&self) -> String {
        "replay".to_owned()
    }

    fn auth(&self) -> HookAuth {
        FakeClinic::auth()
    }

    async fn appointments(&self) -> Result<Vec<BookedThere>, Box<dyn Error + Send + Sync>> {
        Ok(self.0.booked())
    }
}

fn line(id: &str, turns: &[(&str, &str)], doctor: &str, day: &str, said: &str) -> String {
    let turns: Vec<_> = turns
        .iter()
        .map(|(speaker, text)| json!({"speaker": speaker, "text": text}))
        .collect();
    json!({"id": id, "turns": turns, "bookings": [{"doctor": doctor, "date_iso": day, "time": [said], "city": "Ashford"}]})
        .to_string()
}

fn own_dialogues() -> String {
    let first = line(
        "own-1",
        &[
            ("caller", "I'd like to see somebody about my skin."),
            ("agent", "How about Rosalind Amery MD in Ashford?"),
            (
                "caller",
                "Fine, on the 6th of this month at half past 4 in the evening.",
            ),
            (
                "agent",
                "Please confirm: Rosalind Amery MD, next Wednesday at 4:30 pm.",
            ),
            ("caller", "Yes."),
            (
                "agent",
                "Sorry, I was unable to make the appointment. Anything else?",
            ),
            ("caller", "Try quarter to five."),
            ("agent", "Please confirm: next Wednesday at 4:45 pm."),
            ("caller", "That's right."),
            ("agent", "Good, that appointment is booked."),
            ("caller", "Thanks"),
        ],
        "Rosalind Amery MD",
        "2019-03-06",
        "quarter to five in the evening",
    );
    let second = line(
        "own-2",
        &[
            ("caller", "A dentist, please."),
            (
                "agent",
                "Rosalind Amery MD is there, or Teasel Dental: Quill Peter.",
            ),
            ("caller", "Peter Quill tomorrow at noon"),
            ("agent", "Quill Peter for tomorrow at 12 pm?"),
            ("caller", "correct"),
            ("agent", "It's booked."),
        ],
        "Teasel Dental: Quill Peter",
        "2019-03-02",
        "noon",
    );
    format!("{first}\n\n{second}\n")
}

async fn replayed(plan: &ReplayPlan, mode: Mode) -> Report {
    let names: Vec<&str> = plan.practitioners.iter().map(String::as_str).collect();
    run(plan, &There(FakeClinic::open(&names).await), mode, 1).await
}

#[tokio::test]
async fn own_dialogues_end_in_their_appointments() {
    let plans = plans(read(&own_dialogues()).unwrap());
    assert_eq!(plans.len(), 1);
    for mode in [Mode::Recorded, Mode::Receptionist] {
        let report = replayed(&plans[0], mode).await;
        assert_eq!(
            (report.dialogues, report.booked, report.matched),
            (2, 2, 2),
            "{mode:?} {:?}",
            report.failures
        );
    }
}

#[tokio::test]
async fn a_wrong_appointment_is_a_failure_with_a_reason() {
    let text = own_dialogues().replace("\"2019-03-02\"", "\"2019-03-04\"");
    let plan = plans(read(&text).unwrap()).remove(0);
    let report = replayed(&plan, Mode::Receptionist).await;
    assert_eq!((report.booked, report.matched), (2, 1));
    assert_eq!(report.failures[0].id, "own-2");
    assert!(
        report.failures[0].why.contains("another time"),
        "{}",
        report.failures[0].why
    );
}

#[test]
fn clashing_dialogues_go_to_two_worlds() {
    let text = own_dialogues();
    let both = format!(
        "{text}{}",
        text.replace("own-", "other-").replace("2019-03-02", "2019-03-03")
    );
    let plans = plans(read(&both).unwrap());
    assert_eq!(
        plans.iter().map(|plan| plan.dialogues.len()).collect::<Vec<_>>(),
        [3, 1]
    );
}

#[test]
fn the_clinic_fits_its_dialogues() {
    let plan = plans(read(&own_dialogues()).unwrap()).remove(0);
    assert_eq!((plan.today, plan.minutes), (date(2019, 3, 1), 15));
    assert_eq!((plan.opens, plan.closes), (time(6, 0, 0, 0), time(22, 0, 0, 0)));
    assert_eq!(plan.clock_start.to_string(), "2019-03-01T15:30:00Z");
    let odd = own_dialogues()
        .replace("noon", "12:05 pm")
        .replace("2019", "2024");
    let plan = plans(read(&odd).unwrap()).remove(0);
    assert_eq!((plan.today, plan.minutes), (date(2024, 3, 2), 5));
}

#[test]
fn a_bad_line_is_named_without_its_words() {
    let error = read("{\"id\":\"a\",\"turns\":[],\"bookings\":[]}\n{\"secret\":1}").unwrap_err();
    assert_eq!(error.to_string(), "line 2 is not a booking dialogue");
    let error = read(&own_dialogues().replace("noon", "whenever")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the booked time of dialogue own-2 can't be read"
    );
}

/// The recorded dialogues, where this machine has them: in the folder that `CALLWAITING_EVAL` names, or in
/// `shared/eval` beside the repository.
#[tokio::test]
async fn the_recorded_dialogues_end_in_their_appointments() {
    let folder = std::env::var_os("CALLWAITING_EVAL").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval"),
        std::path::PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(folder.join("booking-dialogues-dev.jsonl")) else {
        println!(
            "SKIPPED, NOTHING WAS CHECKED: no dialogues in {}. Set CALLWAITING_EVAL.",
            folder.display()
        );
        return;
    };
    let plans = plans(read(&text).unwrap());
    for (mode, at_least) in [(Mode::Recorded, 30), (Mode::Receptionist, 28)] {
        let mut report = Report::default();
        for plan in &plans {
            report.add(replayed(plan, mode).await);
        }
        println!("{mode:?}: {} of {}", report.matched, report.dialogues);
        assert!(
            report.matched >= at_least,
            "{mode:?}: {} {:?}",
            report.matched,
            report.failures
        );
    }
}
