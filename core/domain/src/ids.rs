//! One type for each thing that has an id, so that a contact's id can't be passed where a call's is meant.
//!
//! Making new ids is not here: randomness belongs to [`crate::ports::Entropy`].

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an id that came from the store or from a request.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    };
}

id!(
    /// A clinic: lowercase letters, digits and hyphens, 1 to 63 characters; it names a folder and a URL path.
    ClinicId
);
id!(
    /// A person who is booked.
    PractitionerId
);
id!(
    /// Something that is booked.
    ProcedureId
);
id!(
    /// Anything that can be taken only once at a time: a practitioner, a room, a device.
    ResourceId
);
id!(
    /// A claim on a slot with an expiry.
    HoldId
);
id!(
    /// A confirmed booking.
    AppointmentId
);
id!(
    /// One phone call.
    CallId
);
id!(
    /// A person the clinic knows.
    ContactId
);
id!(
    /// A member of staff.
    StaffId
);

impl From<&PractitionerId> for ResourceId {
    /// A practitioner is the resource of the same id.
    fn from(id: &PractitionerId) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl ClinicId {
    /// Whether the id is safe as a folder name and a URL segment: lowercase letters, digits and inner
    /// hyphens, 1 to 63 characters.
    pub fn is_valid(&self) -> bool {
        let id = self.as_str();
        !id.is_empty()
            && id.len() <= 63
            && !id.starts_with('-')
            && !id.ends_with('-')
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }
}
