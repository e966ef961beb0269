//! The nine tools that the receptionist may call, as Vapi takes them.
//!
//! A tool takes the id of a slot that was offered in this very call, never a free date, so that a model's slip
//! comes back as an error that it can mend. Deliberately absent: what the tools do; the engine knows.

use super::assistant::HookServer;
use serde_json::{Value, json};

/// One of our tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Looks for free slots.
    FindSlots,
    /// Holds one of them.
    ClaimSlot,
    /// Books it.
    ConfirmBooking,
    /// Lets go of it.
    ReleaseSlot,
    /// Moves an appointment to a slot.
    MoveAppointment,
    /// Cancels an appointment.
    CancelAppointment,
    /// Keeps what the caller said about themselves.
    SaveCaller,
    /// Notes whether the caller agrees that their exact words are kept.
    RecordConsent,
    /// Asks a person to take over.
    HandOver,
}

impl Tool {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::FindSlots,
        Self::ClaimSlot,
        Self::ConfirmBooking,
        Self::ReleaseSlot,
        Self::MoveAppointment,
        Self::CancelAppointment,
        Self::SaveCaller,
        Self::RecordConsent,
        Self::HandOver,
    ];

    /// The name that the model uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::FindSlots => "find_slots",
            Self::ClaimSlot => "claim_slot",
            Self::ConfirmBooking => "confirm_booking",
            Self::ReleaseSlot => "release_slot",
            Self::MoveAppointment => "move_appointment",
            Self::CancelAppointment => "cancel_appointment",
            Self::SaveCaller => "save_caller",
            Self::RecordConsent => "record_consent",
            Self::HandOver => "hand_over",
        }
    }

    /// The tool of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// The body of `POST /tool`, or an entry of an assistant's `model.tools`. Without a server the assistant's
    /// own is used.
    pub fn definition(self, server: Option<&HookServer>) -> Value {
        let (description, properties, required) = self.contract();
        let mut tool = json!({
            "type": "function",
            "async": false,
            "function": {
                "name": self.name(),
                "description": description,
                "parameters": {"type": "object", "properties": properties, "required": required},
            },
            "messages": [
                {"type": "request-response-delayed", "content": "I'm still looking, one moment.", "timingMilliseconds": 2500},
                {"type": "request-failed", "content": "I'm sorry, I can't reach the diary just now."},
            ],
        });
        if let Some(server) = server {
            tool["server"] = server.to_json();
        }
        tool
    }

    /// Description, parameters, and which of them are needed.
    fn contract(self) -> (&'static str, Value, &'static [&'static str]) {
        const SLOT: &str =
            "The id of a slot, for example s2. Use only slot ids that find_slots returned in this call.";
        const DATE: &str = "A day in the clinic's time zone, written YYYY-MM-DD.";
        let text = |about: &str| json!({"type": "string", "description": about});
        let day = |about: &str| json!({"type": "string", "format": "date", "description": format!("{about} {DATE}")});
        match self {
            Self::FindSlots => (
                "Looks up free appointment times. Call it before offering any time and again when the caller wants \
                 other times. Offer only the times it returns and remember their slot ids. It returns up to six.",
                json!({
                    "procedure": text("The treatment, in the words of the clinic's list."),
                    "practitioner": text("The practitioner's name, only if the caller asks for one."),
                    "from": day("The first day that suits the caller."),
                    "to": day("The last day that suits the caller."),
                    "time": text("The time of day that the caller prefers, written HH:MM on the 24-hour clock."),
                }),
                &["procedure"],
            ),
            Self::ClaimSlot => (
                "Holds one offered slot for this caller while you take their details. Call it as soon as the caller \
                 chooses. If the slot was taken meanwhile it returns other slots: offer those.",
                json!({"slotId": text(SLOT)}),
                &["slotId"],
            ),
            Self::ConfirmBooking => (
                "Books the held slot. Call it once, after the caller has said their name and agreed to the day and \
                 time. Never say that an appointment is booked before this tool has said so.",
                json!({
                    "slotId": text(SLOT),
                    "holdId": text("The hold's id that claim_slot returned, if it returned one."),
                    "name": text("The caller's full name as they said it."),
                    "phone": text("The phone number to reach the caller on, if it is not the one they call from."),
                    "email": text("The caller's e-mail address, if they gave one."),
                    "dateOfBirth": day("The caller's date of birth, if they gave it."),
                }),
                &["name"],
            ),
            Self::ReleaseSlot => (
                "Lets go of the held slot when the caller no longer wants it.",
                json!({}),
                &[],
            ),
            Self::MoveAppointment => (
                "Moves an appointment that the caller already has to a slot that find_slots returned in this call.",
                json!({
                    "slotId": text(SLOT),
                    "appointmentRef": text("Which appointment, as an earlier tool result named it. Leave out if the caller has only one."),
                }),
                &["slotId"],
            ),
            Self::CancelAppointment => (
                "Cancels an appointment that the caller already has. Ask the caller to confirm first.",
                json!({
                    "appointmentRef": text("Which appointment, as an earlier tool result named it. Leave out if the caller has only one."),
                }),
                &[],
            ),
            Self::SaveCaller => (
                "Keeps what the caller has said about themselves. Call it as soon as you know something. Pass only \
                 what the caller said; never guess, and never pass anything about their health.",
                json!({
                    "name": text("The caller's full name as they said it."),
                    "phone": text("A phone number that the caller gave."),
                    "email": text("An e-mail address that the caller gave."),
                    "dateOfBirth": day("The caller's date of birth."),
                    "reason": text("The treatment they ask about, in the words of the clinic's list."),
                }),
                &[],
            ),
            Self::RecordConsent => (
                "Notes whether the caller agrees that the clinic keeps the exact words of the call. Call it only after \
                 you have asked and the caller has clearly answered, and again if they change their mind.",
                json!({"agreed": {"type": "boolean", "description": "True only for a clear yes."}}),
                &["agreed"],
            ),
            Self::HandOver => (
                "Asks a person at the clinic to take over or call back. Use it for every medical question, for a \
                 complaint, when the caller asks for a person, and when you cannot help.",
                json!({
                    "reason": text("Why, in a few words and without details about the caller's health."),
                    "urgent": {"type": "boolean", "description": "True only for an emergency or a caller in danger."},
                }),
                &["reason"],
            ),
        }
    }
}

/// All nine, in a fixed order.
pub fn definitions(server: Option<&HookServer>) -> Vec<Value> {
    Tool::ALL
        .into_iter()
        .map(|tool| tool.definition(server))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again_and_fit_the_vendors_rule() {
        for tool in Tool::ALL {
            assert_eq!(Tool::named(tool.name()), Some(tool));
            assert!(tool.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
        }
        assert_eq!(Tool::named("book_appointment"), None);
    }

    #[test]
    fn no_tool_takes_a_free_date_to_book() {
        for tool in [Tool::ClaimSlot, Tool::ConfirmBooking, Tool::MoveAppointment] {
            let (_, properties, _) = tool.contract();
            for key in properties.as_object().unwrap().keys() {
                assert!(
                    !["date", "time", "start", "from", "to"].contains(&key.as_str()),
                    "{tool:?} takes {key}"
                );
            }
        }
    }

    #[test]
    fn needed_parameters_exist() {
        for tool in Tool::ALL {
            let (description, properties, required) = tool.contract();
            assert!(description.len() > 20 && !description.contains('\n'));
            assert!(
                required.iter().all(|key| properties.get(key).is_some()),
                "{tool:?}"
            );
        }
    }
}
