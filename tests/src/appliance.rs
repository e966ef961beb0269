//! The appliance of a test: real but for its clock and its randomness.

use crate::ask::Ask;
use crate::log::{Captured, capture};
use crate::ports::{TestClock, TestEntropy};
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::staff::Role;
use callwaiting_engine::access::{self, NewAccount, Secret};
use callwaiting_engine::{Clinic, Ports, setup};
use callwaiting_server::cli::new_practice_clinic;
use callwaiting_server::{Config, KeySource, Running, start};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Words of the harness's patients; a test adds its own.
const PATIENTS: [&str; 3] = ["Test Person", "7700900123", "test.person@example.com"];

/// A running appliance in a temporary folder.
pub struct TestAppliance {
    running: Option<Running>,
    clock: Arc<TestClock>,
    log: Captured,
    private: Vec<String>,
    _folder: tempfile::TempDir,
}

impl TestAppliance {
    /// With the practice clinic `elm`.
    pub async fn start() -> Self {
        Self::with_clinics(&["elm"]).await
    }

    /// With practice clinics of these ids.
    pub async fn with_clinics(ids: &[&str]) -> Self {
        let log = capture();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(TestClock::new());
        let ports = Ports {
            clock: clock.clone(),
            entropy: Arc::new(TestEntropy::default()),
        };
        let keys = KeySource::KeyFile(folder.path().join("appliance.key"));
        let config = Config {
            ports,
            ..Config::new(folder.path().join("data"), keys)
        };
        let running = start(config).await.expect("the appliance starts");
        let private = PATIENTS.map(str::to_owned).into();
        let appliance = Self {
            running: Some(running),
            clock,
            log,
            private,
            _folder: folder,
        };
        for id in ids {
            appliance.add_clinic(id).await;
        }
        appliance
    }

    /// Makes one more practice clinic, as another process would.
    pub async fn add_clinic(&self, id: &str) {
        let shared = &self.running().appliance;
        let paths = shared.paths(&ClinicId::new(id)).expect("a folder");
        new_practice_clinic(paths, shared.keys().clone(), shared.ports().clone())
            .await
            .expect("a clinic is made");
        setup::seed_catalogue(&*self.clinic(id).await)
            .await
            .expect("the catalogue is filled");
    }

    /// What `start` gave.
    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the appliance has not ended")
    }

    /// The clock to be moved.
    pub fn clock(&self) -> &TestClock {
        &self.clock
    }

    /// A clinic as the engine has it.
    pub async fn clinic(&self, id: &str) -> Arc<Clinic> {
        self.running()
            .appliance
            .clinic(&ClinicId::new(id))
            .await
            .expect("the clinic opens")
    }

    /// A machine's token.
    pub async fn token(&self, clinic: &str, role: Role) -> String {
        let made = access::new_token(&*self.clinic(clinic).await, role, "test", "cli").await;
        made.expect("a token is made").written("cwt").reveal().to_owned()
    }

    /// Adds an account and says its id.
    pub async fn account(&self, clinic: &str, username: &str, role: Role, password: Option<&str>) -> String {
        let (username, name) = (username.to_owned(), "Test Colleague".to_owned());
        let new = NewAccount {
            username,
            name,
            role,
            password: password.map(Secret::new),
        };
        access::add_account(&*self.clinic(clinic).await, new, "cli")
            .await
            .expect("an account is made")
            .id
    }

    /// A one-time link for an account.
    pub async fn link(&self, clinic: &str, account: String) -> String {
        let made = access::new_link(&*self.clinic(clinic).await, account, "cli").await;
        made.expect("a link is made").written("cwl").reveal().to_owned()
    }

    /// A request to the staff API.
    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(self.running().router.clone(), method, path)
    }

    /// A request under a clinic's path with a token.
    pub fn of(&self, clinic: &str, token: &str, method: &str, path: &str) -> Ask {
        self.ask(method, &format!("/api/clinics/{clinic}{path}"))
            .bearer(token)
    }

    /// Free times of a procedure within the next week.
    pub async fn slots(&self, clinic: &str, token: &str, procedure: &str) -> Vec<Value> {
        let answer = self
            .of(clinic, token, "GET", &format!("/slots?procedureId={procedure}"))
            .send()
            .await;
        answer.body["slots"].as_array().cloned().expect("free times")
    }

    /// The body that claims a slot.
    pub fn claim(slot: &Value, procedure: &str) -> Value {
        json!({ "slotStart": slot["start"], "practitionerId": slot["practitionerId"], "procedureId": procedure })
    }

    /// How often an action stands in a clinic's audit log.
    pub async fn audited(&self, clinic: &str, action: &str) -> usize {
        let found = callwaiting_engine::views::audit(&*self.clinic(clinic).await, None, 1000).await;
        let (entries, _) = found.expect("the log is read");
        entries.iter().filter(|entry| entry.action == action).count()
    }

    /// Words that must not be in the log when the test ends.
    pub fn is_private(&mut self, words: &str) {
        self.private.push(words.to_owned());
    }

    /// Ends the appliance as a signal would, and checks that every audit chain holds.
    pub async fn end(mut self) {
        for clinic in self.running().appliance.open_clinics() {
            let chain = clinic
                .read(|conn| Ok(callwaiting_store::tables::audit::verify(conn)?))
                .await;
            chain.expect("the log is read").expect("the chain holds");
        }
        if let Some(running) = self.running.take() {
            running.shutdown(Duration::from_secs(5)).await;
        }
    }
}

impl Drop for TestAppliance {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let log = self.log.text();
        for words in &self.private {
            assert!(!log.contains(words.as_str()), "a patient's words are in the log");
        }
        assert!(
            !log.contains("a panic") && !log.contains("did not end in time"),
            "{log}"
        );
    }
}
