//! A throwaway appliance with two practice clinics, and a token for each.

use super::wire::{Answer, Ask, send, send_raw};
use crate::KeySource;
use crate::cli::failure::Failure;
use crate::cli::folder::new_practice_clinic;
use crate::compose::{Config, Running, start};
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::staff::Role;
use callwaiting_engine::{Clinic, access, setup};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The stage. The folder goes with it.
pub(super) struct Stage {
    running: Running,
    _folder: tempfile::TempDir,
    /// Where the staff API listens.
    pub(super) api: SocketAddr,
    /// The clinic that scenarios play in.
    pub(super) elm: Tenant,
    /// Another clinic of the same machine.
    pub(super) oak: Tenant,
}

/// A clinic and a manager's token of it.
pub(super) struct Tenant {
    pub(super) clinic: Arc<Clinic>,
    token: String,
}

impl Stage {
    pub(super) async fn set() -> Result<Self, Failure> {
        let folder =
            tempfile::tempdir().map_err(|error| Failure::other(format!("No temporary folder: {error}")))?;
        let keys = KeySource::KeyFile(folder.path().join("appliance.key"));
        let running = start(Config::new(folder.path().join("data"), keys)).await?;
        let tenants =
            async { Ok::<_, Failure>((tenant(&running, "elm").await?, tenant(&running, "oak").await?)) };
        let api = running
            .api
            .ok_or_else(|| Failure::other("The staff API does not listen."))?;
        match tenants.await {
            Ok((elm, oak)) => Ok(Self {
                running,
                _folder: folder,
                api,
                elm,
                oak,
            }),
            Err(failure) => {
                running.shutdown(Duration::from_secs(4)).await;
                Err(failure)
            }
        }
    }

    pub(super) async fn strike(self) {
        self.running.shutdown(Duration::from_secs(4)).await;
    }

    /// Asks for a path under a clinic's, with a token.
    pub(super) async fn ask(
        &self,
        method: &'static str,
        of: &Tenant,
        path: &str,
        with: &Tenant,
        body: Option<Value>,
    ) -> Result<Answer, Failure> {
        let path = format!("/api/clinics/{}{path}", of.clinic.id());
        let bearer = format!("Bearer {}", with.token);
        send(
            self.api,
            Ask {
                method,
                path: &path,
                header: ("Authorization", &bearer),
                body,
            },
        )
        .await
    }

    /// What the appliance tells of itself in numbers.
    pub(super) async fn metrics(&self, with: &Tenant) -> Result<String, Failure> {
        let bearer = format!("Bearer {}", with.token);
        let ask = Ask {
            method: "GET",
            path: "/metrics",
            header: ("Authorization", &bearer),
            body: None,
        };
        send_raw(self.api, ask).await
    }

    /// Posts to the hooks listener with a secret.
    pub(super) async fn hook(&self, of: &Tenant, secret: &str, body: Value) -> Result<Answer, Failure> {
        let path = format!("/hooks/{}/vapi", of.clinic.id());
        let ask = Ask {
            method: "POST",
            path: &path,
            header: ("X-Vapi-Secret", secret),
            body: Some(body),
        };
        send(self.running.hooks, ask).await
    }
}

impl Tenant {
    /// The same clinic with a token of another role.
    pub(super) async fn as_role(&self, role: Role) -> Result<Self, Failure> {
        let token = access::new_token(&self.clinic, role, "verify", "cli").await?;
        Ok(Self {
            clinic: self.clinic.clone(),
            token: token.written("cwt").reveal().to_owned(),
        })
    }
}

async fn tenant(running: &Running, id: &str) -> Result<Tenant, Failure> {
    let (appliance, id) = (&running.appliance, ClinicId::new(id));
    new_practice_clinic(
        appliance.paths(&id)?,
        appliance.keys().clone(),
        appliance.ports().clone(),
    )
    .await?;
    let found = appliance.find_clinic(&id).await?;
    let clinic = found.ok_or_else(|| Failure::other("The clinic was made and can't be found."))?;
    setup::seed_catalogue(&clinic).await?;
    let token = access::new_token(&clinic, Role::Manager, "verify", "cli").await?;
    Ok(Tenant {
        clinic,
        token: token.written("cwt").reveal().to_owned(),
    })
}
