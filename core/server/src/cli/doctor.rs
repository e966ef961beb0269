//! `doctor`: what IT looks at first. Reads only, but opening an older database brings it up to date.

use super::failure::Failure;
use super::folder::Folder;
use super::out;
use crate::compose::{real_ports, running_note};
use callwaiting_engine::{Clinic, setup};
use callwaiting_store::keys::KeySlots;
use callwaiting_store::tables::audit;
use callwaiting_store::{check_integrity, schema_version};
use clap::Args;
use serde::Serialize;
use std::process::ExitCode;

/// Below this much free space the disk is worth a warning.
const LITTLE_SPACE: u64 = 2 * 1024 * 1024 * 1024;
const FINDINGS: u8 = 10;

#[derive(Args)]
#[command(after_help = "Example:
  callwaiting doctor --data DIR --json

Checks for each clinic: its key slots, that its key opens it, its schema, every page of its database, and the hash
chain of its audit log; and the PC's clock and disk. Exit code 0 when all is well, 10 when something was found. Works
while the appliance serves.")]
pub(super) struct Doctor {
    #[command(flatten)]
    folder: Folder,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    #[serde(skip_serializing_if = "Option::is_none")]
    clinic: Option<String>,
    check: &'static str,
    ok: bool,
    detail: String,
}

impl Doctor {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        if !self.folder.data.is_dir() {
            return Err(Failure::missing("There is no such data folder."));
        }
        let mut findings = vec![self.disk()];
        for id in callwaiting_store::clinics(&self.folder.data)? {
            self.clinic(id.as_str(), &mut findings).await;
        }
        let ok = findings.iter().all(|finding| finding.ok);
        if self.json {
            let serving = running_note(&self.folder.data).is_some();
            out::say_json(&serde_json::json!({ "ok": ok, "serving": serving, "checks": findings }));
        } else {
            findings.iter().for_each(print);
        }
        Ok(if ok {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(FINDINGS)
        })
    }

    fn disk(&self) -> Finding {
        match fs4::available_space(&self.folder.data) {
            Ok(free) => {
                let detail = format!("{} MiB free", free / 1024 / 1024);
                Finding {
                    clinic: None,
                    check: "disk",
                    ok: free >= LITTLE_SPACE,
                    detail,
                }
            }
            Err(error) => Finding {
                clinic: None,
                check: "disk",
                ok: false,
                detail: error.to_string(),
            },
        }
    }

    async fn clinic(&self, id: &str, findings: &mut Vec<Finding>) {
        let mut note = |check, done: Result<String, String>| {
            let ok = done.is_ok();
            let (Ok(detail) | Err(detail)) = done;
            findings.push(Finding {
                clinic: Some(id.to_owned()),
                check,
                ok,
                detail,
            });
        };
        note("keys", self.slots(id));
        let clinic = match self.folder.open(id, real_ports()).await {
            Ok(clinic) => clinic,
            Err(failure) => return note("database", Err(failure.to_string())),
        };
        note("database", Ok("opens with its key".into()));
        for (check, done) in examine(&clinic).await {
            note(check, done);
        }
        setup::close(clinic).await;
    }

    fn slots(&self, id: &str) -> Result<String, String> {
        let paths = self.folder.paths(id).map_err(|failure| failure.to_string())?;
        let slots = KeySlots::load(&paths.keys(), paths.id()).map_err(|error| error.to_string())?;
        let kinds: Vec<String> = slots.kinds().iter().map(ToString::to_string).collect();
        if kinds.is_empty() {
            Err("there is no key slot".into())
        } else {
            Ok(kinds.join(", "))
        }
    }
}

async fn examine(clinic: &Clinic) -> Vec<(&'static str, Result<String, String>)> {
    let said = |error: callwaiting_engine::EngineError| error.to_string();
    let schema = clinic.read(|conn| Ok(schema_version(conn)?)).await;
    let pages = clinic.read(|conn| Ok(check_integrity(conn)?)).await;
    let chain = clinic.read(|conn| Ok(audit::verify(conn)?)).await;
    let latest = clinic.read(|conn| Ok(audit::list(conn, None, 1)?)).await;
    let chain = match chain {
        Ok(Ok(entries)) => Ok(format!("{entries} entries, none missing or changed")),
        Ok(Err(broken)) => Err(format!("entry {} does not fit the one before it", broken.seq)),
        Err(error) => Err(said(error)),
    };
    let now = clinic.now().as_millisecond();
    let clock = match latest {
        Ok((entries, _)) if entries.iter().any(|last| last.at_ms > now + 60_000) => {
            Err("the PC's clock is behind the latest entry of the audit log".to_owned())
        }
        Ok(_) => Ok(clinic.now().to_string()),
        Err(error) => Err(said(error)),
    };
    vec![
        (
            "schema",
            schema.map(|version| format!("version {version}")).map_err(said),
        ),
        (
            "integrity",
            pages
                .map(|()| "every page passes its check".to_owned())
                .map_err(said),
        ),
        ("audit", chain),
        ("clock", clock),
    ]
}

fn print(finding: &Finding) {
    let mark = if finding.ok { "ok" } else { "PROBLEM" };
    let whose = finding.clinic.as_deref().unwrap_or("this PC");
    out::say(&format!(
        "{mark:<8} {whose:<20} {:<10} {}",
        finding.check, finding.detail
    ));
}
