//! Text messages: one that came in, and how far one of ours has got.

use super::Form;
use crate::{
    private::{Personal, Secret, Spoken},
    twilio::error::FormError,
};

/// A text message that somebody sent to the clinic.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundMessage {
    /// Twilio's id. A repeated delivery repeats it.
    pub sid: String,
    /// Whose account.
    pub account_sid: String,
    /// The messaging service, where one is used.
    pub service_sid: Option<String>,
    /// Who wrote.
    pub from: Personal,
    /// The clinic's number.
    pub to: String,
    /// What. Empty for a message of pictures only.
    pub body: Spoken,
    /// Pictures and the like: address and media type.
    pub media: Vec<(Secret, String)>,
    /// What Twilio's Advanced Opt-Out has already acted on and answered.
    pub opt_out: Option<Keyword>,
}

impl InboundMessage {
    /// What the message means for consent: Twilio's own word first, then the keywords.
    pub fn keyword(&self) -> Option<Keyword> {
        self.opt_out.or_else(|| keyword(self.body.expose()))
    }
}

/// A word that changes consent. Twilio answers each itself: don't answer a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// No more messages.
    Stop,
    /// Messages again.
    Start,
    /// Asks who this is.
    Help,
}

/// The keyword that a message consists of: the whole trimmed text, in any case. "Yes" is not one: it starts
/// messages on long codes only, and answers our own questions everywhere.
pub fn keyword(body: &str) -> Option<Keyword> {
    match body.trim().to_ascii_uppercase().as_str() {
        "STOP" | "STOPALL" | "UNSUBSCRIBE" | "END" | "QUIT" | "CANCEL" | "REVOKE" | "OPTOUT" => {
            Some(Keyword::Stop)
        }
        "START" | "UNSTOP" => Some(Keyword::Start),
        "HELP" | "INFO" => Some(Keyword::Help),
        _ => None,
    }
}

/// How far one of our messages has got.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageUpdate {
    /// Which message. Together with the state it tells repeated deliveries.
    pub sid: String,
    /// How far.
    pub state: MessageState,
    /// Why not, where it failed. See [`crate::twilio::error::policy`].
    pub error_code: Option<u32>,
    /// To whom.
    pub to: Option<Personal>,
}

/// Where a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageState {
    /// Taken on, sender not chosen yet.
    Accepted,
    /// Planned for later.
    Scheduled,
    /// Waiting to be sent.
    Queued,
    /// Being sent.
    Sending,
    /// The carrier has it.
    Sent,
    /// The handset has it.
    Delivered,
    /// It was read.
    Read,
    /// Some recipients have it.
    PartiallyDelivered,
    /// The carrier could not deliver it.
    Undelivered,
    /// It could not be sent.
    Failed,
    /// Called off before it was sent.
    Cancelled,
    /// Coming in.
    Receiving,
    /// Came in.
    Received,
    /// A state that Twilio has added since.
    Other(String),
}

impl MessageState {
    pub(crate) fn read(text: &str) -> Self {
        match text {
            "accepted" => Self::Accepted,
            "scheduled" => Self::Scheduled,
            "queued" => Self::Queued,
            "sending" => Self::Sending,
            "sent" => Self::Sent,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "partially_delivered" => Self::PartiallyDelivered,
            "undelivered" => Self::Undelivered,
            "failed" => Self::Failed,
            "canceled" => Self::Cancelled,
            "receiving" => Self::Receiving,
            "received" => Self::Received,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Twilio's own word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Accepted => "accepted",
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::PartiallyDelivered => "partially_delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Cancelled => "canceled",
            Self::Receiving => "receiving",
            Self::Received => "received",
            Self::Other(text) => text,
        }
    }

    /// Whether nothing more comes, but for delivered, which may still turn to read.
    pub fn is_final(&self) -> bool {
        self.rank() >= 4
    }

    /// Whether a message in this state moves on to `next`: callbacks are unordered, and a final state is
    /// never left for an earlier one.
    pub fn moves_on_to(&self, next: &Self) -> bool {
        next.rank() > self.rank()
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Other(_) => 0,
            Self::Accepted | Self::Scheduled | Self::Receiving => 1,
            Self::Queued | Self::Sending => 2,
            Self::Sent | Self::PartiallyDelivered => 3,
            Self::Delivered | Self::Undelivered | Self::Failed | Self::Cancelled | Self::Received => 4,
            Self::Read => 5,
        }
    }
}

/// Reads a text message that came in.
pub fn parse_inbound_message(form: &Form) -> Result<InboundMessage, FormError> {
    let count: usize = form.number("NumMedia")?.unwrap_or(0);
    let media = (0..count.min(10)).filter_map(|at| {
        let field = |stem: &str| {
            let name = format!("{stem}{at}");
            form.fields()
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| value.clone())
        };
        Some((
            Secret::new(field("MediaUrl")?),
            field("MediaContentType").unwrap_or_default(),
        ))
    });
    Ok(InboundMessage {
        sid: form
            .get("MessageSid")?
            .or(form.get("SmsSid")?)
            .ok_or(FormError::Missing("MessageSid"))?
            .to_owned(),
        account_sid: form.need("AccountSid")?.to_owned(),
        service_sid: form.owned("MessagingServiceSid")?,
        from: Personal::new(form.need("From")?),
        to: form.need("To")?.to_owned(),
        body: Spoken::new(form.get("Body")?.unwrap_or_default()),
        media: media.collect(),
        opt_out: match form.get("OptOutType")? {
            Some("STOP") => Some(Keyword::Stop),
            Some("START") => Some(Keyword::Start),
            Some("HELP") => Some(Keyword::Help),
            _ => None,
        },
    })
}

/// Reads how far one of our messages has got.
pub fn parse_message_status(form: &Form) -> Result<MessageUpdate, FormError> {
    let sid = form
        .get("MessageSid")?
        .or(form.get("SmsSid")?)
        .ok_or(FormError::Missing("MessageSid"))?;
    let state = form
        .get("MessageStatus")?
        .or(form.get("SmsStatus")?)
        .ok_or(FormError::Missing("MessageStatus"))?;
    Ok(MessageUpdate {
        sid: sid.to_owned(),
        state: MessageState::read(state),
        error_code: form.number("ErrorCode")?,
        to: form.get("To")?.map(Personal::new),
    })
}
