//! Who asks, and whether they may: the first argument of every handler under a clinic's path.
//!
//! `Allowed<may::Book>` exists only for a request whose token or session belongs to the clinic of the path and
//! whose role may book; a handler that forgets to ask has no clinic to work with.

use super::cookie;
use super::extract::path_part;
use crate::appliance::Appliance;
use crate::http::{ApiError, ErrorCode};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use callwaiting_domain::ids::ClinicId;
use callwaiting_domain::staff::{Permission, Role};
use callwaiting_engine::access::{self, Intruder, Keyed, Secret, Session};
use callwaiting_engine::booking::Actor;
use callwaiting_engine::{Clinic, EngineError};
use std::marker::PhantomData;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use subtle::ConstantTimeEq as _;

/// A permission as a type.
pub(super) trait Need: Send + Sync {
    /// Which.
    const PERMISSION: Permission;
}

/// One type for each permission that a route needs.
pub(super) mod may {
    use super::{Need, Permission};

    macro_rules! needs {
        ($($name:ident),*) => {
            $(
                pub(in crate::api) struct $name;
                impl Need for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )*
        };
    }

    needs!(
        ReadCatalogue,
        EditCatalogue,
        Book,
        ReadCalls,
        Contacts,
        EraseContacts,
        ReadAudit,
        ManageStaff,
        OpenOriginals,
        EditPrivacy,
        Practise
    );
}

/// A request that may go on.
pub(super) struct Allowed<N> {
    /// The clinic of the path, to which whoever asks belongs.
    pub(super) clinic: Arc<Clinic>,
    /// Who asks, as the audit log names them.
    pub(super) actor: Actor,
    /// What they may do.
    pub(super) role: Role,
    /// The session's secret, for whoever must notice its end.
    pub(super) session: Option<Secret>,
    need: PhantomData<N>,
}

/// Whoever could prove to belong to some clinic.
struct Caller {
    home: Arc<Clinic>,
    actor: Actor,
    role: Role,
    session: Option<(Secret, Session)>,
}

impl<N: Need> FromRequestParts<Arc<Appliance>> for Allowed<N> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, appliance: &Arc<Appliance>) -> Result<Self, ApiError> {
        let door = path_part(parts, appliance, "clinicId").await.unwrap_or_default();
        let caller = identify(parts, appliance).await?;
        if caller.home.id().as_str() != door {
            return Err(turn_away(appliance, &caller, &ClinicId::new(door)).await?);
        }
        if let Some((_, session)) = &caller.session {
            check_csrf(parts, session)?;
        }
        if !caller.role.may(N::PERMISSION) {
            return Err(ApiError::new(ErrorCode::Forbidden, "your role may not do that"));
        }
        let session = caller.session.map(|(secret, _)| secret);
        Ok(Self {
            clinic: caller.home,
            actor: caller.actor,
            role: caller.role,
            session,
            need: PhantomData,
        })
    }
}

/// Finds out who asks, by token or by session.
async fn identify(parts: &Parts, appliance: &Appliance) -> Result<Caller, ApiError> {
    let found = match bearer(parts) {
        Some(token) => by_token(appliance, token).await?,
        None => match cookie::read(&parts.headers) {
            Some(session) => by_session(appliance, session).await?,
            None => None,
        },
    };
    found.ok_or_else(|| nobody(appliance, remote(parts)))
}

/// The answer to a request that doesn't say who asks; after too many of them the answer is to wait.
pub(super) fn nobody(appliance: &Appliance, from: Option<IpAddr>) -> ApiError {
    if appliance.rates().may_fail(from) {
        ApiError::unauthorized()
    } else {
        ApiError::new(
            ErrorCode::RateLimited,
            "too many requests that could not be verified; wait a little",
        )
    }
}

fn bearer(parts: &Parts) -> Option<Option<Keyed>> {
    let value = parts.headers.get(AUTHORIZATION)?;
    let token = value.to_str().ok().and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| access::parse("cwt", token.trim()))
            .flatten()
    });
    Some(token)
}

async fn by_token(appliance: &Appliance, token: Option<Keyed>) -> Result<Option<Caller>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let Some(home) = appliance.find_clinic(&token.clinic).await? else {
        return Ok(None);
    };
    match access::token(&home, &token.secret).await {
        Ok((id, role)) => Ok(Some(Caller {
            home,
            actor: Actor::Token(id),
            role,
            session: None,
        })),
        Err(EngineError::Unauthorized) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

async fn by_session(appliance: &Appliance, keyed: Keyed) -> Result<Option<Caller>, ApiError> {
    let Some((home, session)) = session_of(appliance, &keyed).await? else {
        return Ok(None);
    };
    let (actor, role) = (Actor::Staff(session.staff_id.clone()), session.role);
    Ok(Some(Caller {
        home,
        actor,
        role,
        session: Some((keyed.secret, session)),
    }))
}

/// The session that a cookie stands for now.
pub(super) async fn session_of(
    appliance: &Appliance,
    keyed: &Keyed,
) -> Result<Option<(Arc<Clinic>, Session)>, ApiError> {
    let Some(home) = appliance.find_clinic(&keyed.clinic).await? else {
        return Ok(None);
    };
    match access::session(&home, &keyed.secret).await {
        Ok(session) => Ok(Some((home, session))),
        Err(EngineError::Unauthorized) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// An unsafe request of a browser must carry what another site can't know.
pub(super) fn check_csrf(parts: &Parts, session: &Session) -> Result<(), ApiError> {
    if is_safe(&parts.method) {
        return Ok(());
    }
    let sent = parts
        .headers
        .get("x-csrf-token")
        .map(|value| value.as_bytes())
        .unwrap_or_default();
    if bool::from(sent.ct_eq(session.csrf.reveal().as_bytes())) {
        Ok(())
    } else {
        Err(ApiError::new(
            ErrorCode::Csrf,
            "the X-CSRF-Token header is missing or belongs to another session",
        ))
    }
}

pub(super) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Somebody of one clinic on another's path: refused, and in both clinics' logs. A path of no clinic is refused in the
/// same words, or a token of one clinic could find out which others there are.
async fn turn_away(appliance: &Appliance, caller: &Caller, door: &ClinicId) -> Result<ApiError, ApiError> {
    let intruder = Intruder {
        actor: caller.actor.name(),
        home: caller.home.id().clone(),
    };
    let named = if door.is_valid() {
        door.clone()
    } else {
        ClinicId::new("(no clinic's id)")
    };
    access::denied_other_clinic(&caller.home, &intruder, &named).await?;
    let noted = match appliance.find_clinic(door).await {
        Ok(Some(other)) => access::note_intruder(&other, &intruder).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        tracing::error!(clinic = %named, code = error.code(), "the clinic's log could not be told of a refusal");
    }
    tracing::warn!(clinic = %named, home = %intruder.home, "somebody of another clinic was refused");
    Ok(ApiError::new(
        ErrorCode::Forbidden,
        "this belongs to another clinic",
    ))
}

/// The address a request came from; absent for the window, which is this very process.
pub(super) fn remote(parts: &Parts) -> Option<IpAddr> {
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip())
}

/// The same as an argument.
pub(super) struct From(pub(super) Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(remote(parts)))
    }
}
