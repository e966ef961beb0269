//! Stands in for what `callwaiting_server` will offer.

use callwaiting_engine::access::{NewAccount, Secret, add_account, first_manager, new_link};
use callwaiting_engine::setup;
use callwaiting_server::{Running, cli, rehearsal};
pub(crate) use callwaiting_store::keys::{Keychain, KeychainError, OsKeychain};

pub(crate) async fn practise(running: &Running, calls: bool) -> Result<Secret, String> {
    let say = |error: &dyn std::fmt::Display| error.to_string();
    let appliance = &running.appliance;
    let mut found = None;
    for id in appliance.clinic_ids().map_err(|e| say(&e))? {
        if let Some(clinic) = appliance.clinic(&id).await && clinic.row().practice {
            found = Some(clinic);
            break;
        }
    }
    let clinic = match found {
        Some(clinic) => clinic,
        None => {
            let id = callwaiting_domain::ids::ClinicId::new(cli::PRACTICE_ID);
            let paths = appliance.paths(&id).map_err(|e| say(&e))?;
            cli::new_practice_clinic(paths, appliance.keys().clone(), appliance.ports().clone()).await.map_err(|e| say(&e))?;
            let clinic = appliance.find_clinic(&id).await.map_err(|e| say(&e))?.ok_or("none")?;
            setup::seed_catalogue(&clinic).await.map_err(|e| say(&e))?;
            clinic
        }
    };
    rehearsal::attend(appliance, &clinic, calls).await.map_err(|e| say(&e))?;
    let manager = match first_manager(&clinic).await.map_err(|e| say(&e))? {
        Some(id) => id,
        None => {
            let new = NewAccount {
                username: "manager".into(),
                name: "Practice manager".into(),
                role: callwaiting_domain::staff::Role::Manager,
                password: None,
            };
            add_account(&clinic, new, "appliance").await.map_err(|e| say(&e))?.id
        }
    };
    Ok(new_link(&clinic, manager, "appliance").await.map_err(|e| say(&e))?.written("cwl"))
}
