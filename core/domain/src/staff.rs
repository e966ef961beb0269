//! Who may do what. Roles and permissions only; passwords and sessions are the engine's.

use serde::{Deserialize, Serialize};

/// A role of the staff or of a machine's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Today's calls, the calendar, contacts.
    FrontDesk,
    /// Also the catalogue, the audit log, erasure, staff.
    Manager,
    /// Settings, keys, tokens, health; no patient's record.
    ItAdmin,
}

/// One thing a request may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// See procedures, practitioners and slots.
    ReadCatalogue,
    /// Change procedures and practitioners.
    EditCatalogue,
    /// See and make appointments and holds.
    Book,
    /// See calls and their redacted transcripts.
    ReadCalls,
    /// See and add contacts.
    Contacts,
    /// Erase or export a contact.
    EraseContacts,
    /// Read the audit log.
    ReadAudit,
    /// Add and change staff accounts.
    ManageStaff,
    /// Change how webhooks authenticate and how providers are reached.
    ManageSettings,
    /// Read the exact words of a call, with a reason.
    OpenOriginals,
    /// Change how long originals are kept and how callers are asked.
    EditPrivacy,
    /// Start practice calls.
    Practise,
}

impl Role {
    /// The role's name in the API and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FrontDesk => "front_desk",
            Self::Manager => "manager",
            Self::ItAdmin => "it_admin",
        }
    }

    /// Reads a role's name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::FrontDesk, Self::Manager, Self::ItAdmin]
            .into_iter()
            .find(|role| role.as_str() == name)
    }

    /// Whether the role may add, change or close an account of another role. IT looks after its own alone: whoever could
    /// make a manager could read every patient.
    pub fn may_manage(self, other: Self) -> bool {
        self.may(Permission::ManageStaff) && (self != Self::ItAdmin || other == Self::ItAdmin)
    }

    /// Whether the role may do it.
    pub fn may(self, permission: Permission) -> bool {
        use Permission::{
            Book, Contacts, EditCatalogue, EditPrivacy, EraseContacts, ManageSettings, OpenOriginals,
            Practise, ReadCalls, ReadCatalogue,
        };
        match self {
            Self::FrontDesk => matches!(permission, ReadCatalogue | Book | ReadCalls | Contacts | Practise),
            Self::Manager => !matches!(permission, ManageSettings),
            Self::ItAdmin => {
                let patients = matches!(
                    permission,
                    Book | ReadCalls | Contacts | EraseContacts | EditCatalogue | OpenOriginals | EditPrivacy
                );
                !patients
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_sees_patients_and_the_desk_never_erases() {
        assert!(!Role::ItAdmin.may(Permission::ReadCalls));
        assert!(!Role::ItAdmin.may(Permission::Contacts));
        assert!(!Role::FrontDesk.may(Permission::EraseContacts));
        assert!(Role::Manager.may(Permission::EraseContacts));
        assert!(
            !Role::ItAdmin.may(Permission::OpenOriginals) && !Role::FrontDesk.may(Permission::OpenOriginals)
        );
        assert!(Role::Manager.may(Permission::OpenOriginals) && Role::Manager.may(Permission::EditPrivacy));
        assert!(Role::ItAdmin.may(Permission::ManageStaff) && Role::ItAdmin.may(Permission::ReadAudit));
        let _ = (Permission::ManageSettings, Permission::Practise);
    }

    #[test]
    fn it_makes_no_managers() {
        assert!(Role::ItAdmin.may_manage(Role::ItAdmin));
        assert!(!Role::ItAdmin.may_manage(Role::Manager) && !Role::ItAdmin.may_manage(Role::FrontDesk));
        assert!(Role::Manager.may_manage(Role::ItAdmin) && !Role::FrontDesk.may_manage(Role::FrontDesk));
    }

    #[test]
    fn names_read_back() {
        for role in [Role::FrontDesk, Role::Manager, Role::ItAdmin] {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("owner"), None);
    }
}
