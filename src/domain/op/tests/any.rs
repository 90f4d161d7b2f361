//! Any op: generated, of every kind.

use super::*;

fn text() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(|words| Text::block(&words))
}

fn name() -> impl Strategy<Value = Slug> {
    "[a-z0-9][a-z0-9-]{0,20}".prop_map(|name| slug(&name))
}

pub fn id() -> impl Strategy<Value = [u8; 16]> {
    any::<[u8; 16]>()
}

fn any_op_id() -> impl Strategy<Value = OpId> {
    (id(), any::<u64>()).prop_map(|(stream, seq)| OpId {
        stream: StreamId::new(stream),
        seq,
    })
}

fn ids() -> impl Strategy<Value = Vec<OpId>> {
    prop::collection::vec(any_op_id(), 0..4)
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn queue() -> impl Strategy<Value = Queue> {
    prop_oneof![
        Just(Queue::FirstLevel),
        Just(Queue::BackOffice),
        name().prop_map(Queue::Office)
    ]
}

fn answer() -> impl Strategy<Value = ArticleRef> {
    (name(), id()).prop_map(|(id, version)| ArticleRef { id, version })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::Text),
        any::<i64>().prop_map(|millis| Value::Moment(Moment(millis))),
        any::<bool>().prop_map(Value::Flag),
    ]
}

fn ticket_op() -> impl Strategy<Value = Op> {
    let ticket = || id().prop_map(TicketId::new);
    prop_oneof![
        (ticket(), 0u16..40, value(), ids()).prop_map(|(ticket, field, value, replaces)| {
            let field = FieldId(field);
            Op::SetField {
                ticket,
                field,
                value,
                replaces,
            }
        }),
        (
            (ticket(), one_of(Verb::ALL), prop::option::of(queue())),
            (prop::option::of(name()), ids(), text())
        )
            .prop_map(|((ticket, verb, to), (owner, parents, text))| {
                Op::Change {
                    ticket,
                    verb,
                    to,
                    owner,
                    parents,
                    text,
                }
            }),
        (ticket(), text(), prop::option::of(any_op_id())).prop_map(|(ticket, text, corrects)| {
            Op::Note {
                ticket,
                text,
                corrects,
            }
        }),
        (ticket(), any::<u32>(), 0u16..1000).prop_map(|(ticket, block, index)| {
            let number = Block::offline(block).number(index).unwrap();
            Op::Number { ticket, number }
        }),
        (ticket(), name(), any::<bool>(), ids()).prop_map(|(ticket, tag, present, replaces)| {
            Op::Tag {
                ticket,
                tag,
                present,
                replaces,
            }
        }),
        (ticket(), ticket()).prop_map(|(ticket, to)| Op::Link { ticket, to }),
        (ticket(), name(), text(), text(), ids()).prop_map(
            |(ticket, article, question, value, replaces)| Op::Answer {
                ticket,
                article,
                question,
                value,
                replaces
            }
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table: a strategy a kind")]
fn call_op() -> impl Strategy<Value = Op> {
    let call = || id().prop_map(InteractionId::new);
    let ticket = || prop::option::of(id().prop_map(TicketId::new));
    let station = || id().prop_map(StationId::new);
    let moment = || any::<i64>().prop_map(Moment);
    let source = || one_of(TimeSource::ALL);
    prop_oneof![
        (
            (call(), one_of(Channel::ALL), moment()),
            (source(), station(), text())
        )
            .prop_map(
                |((interaction, channel, started), (source, station, caller))| {
                    Op::Begin {
                        interaction,
                        channel,
                        started,
                        source,
                        station,
                        caller,
                    }
                }
            ),
        (
            (call(), ticket(), one_of(Outcome::ALL)),
            (
                prop::option::of(answer()),
                prop::option::of(any_op_id()),
                text()
            )
        )
            .prop_map(
                |((interaction, ticket, outcome), (answer, corrects, text))| {
                    Op::Conclude {
                        interaction,
                        ticket,
                        outcome,
                        answer,
                        corrects,
                        text,
                    }
                }
            ),
        (call(), ticket(), answer(), text(), any::<bool>()).prop_map(
            |(interaction, ticket, answer, passage, used)| {
                Op::Told {
                    interaction,
                    ticket,
                    answer,
                    passage,
                    used,
                }
            }
        ),
        (call(), any::<String>()).prop_map(|(interaction, draft)| Op::Park { interaction, draft }),
        (call(), station(), any_op_id()).prop_map(|(interaction, station, parked)| Op::Resume {
            interaction,
            station,
            parked
        }),
        (call(), moment(), source()).prop_map(|(interaction, ended, source)| Op::End {
            interaction,
            ended,
            source
        }),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table: a strategy a kind")]
fn other_op() -> impl Strategy<Value = Op> {
    let provenance = one_of(&[
        Provenance::Seed,
        Provenance::Trusted,
        Provenance::Draft,
        Provenance::Synthetic,
        Provenance::Approved,
    ]);
    let role = || one_of(Role::ALL);
    let subject = || (any::<u8>(), id()).prop_map(|(kind, id)| Subject { kind, id });
    prop_oneof![
        (
            name(),
            one_of(ArticleKind::ALL),
            any::<String>(),
            provenance,
            ids()
        )
            .prop_map(|(article, kind, text, provenance, replaces)| Op::Publish {
                article,
                kind,
                text,
                provenance,
                replaces
            }),
        (name(), ids()).prop_map(|(article, replaces)| Op::Withdraw { article, replaces }),
        (name(), any::<String>()).prop_map(|(agency, text)| Op::Agency { agency, text }),
        (name(), text(), prop::option::of(any::<u32>())).prop_map(|(operator, name, account)| {
            Op::Operator {
                operator,
                name,
                account,
            }
        }),
        (name(), role(), name(), prop::option::of(name())).prop_map(
            |(operator, role, agency, office)| Op::Grant {
                operator,
                role,
                agency,
                office
            }
        ),
        (name(), role(), name()).prop_map(|(operator, role, agency)| Op::Revoke {
            operator,
            role,
            agency
        }),
        any::<u32>().prop_map(|block| Op::NumberBlock { block }),
        (id(), any::<u64>(), any::<u64>(), any::<i64>()).prop_map(|(stream, from, to, at)| {
            Op::Receipt {
                stream: StreamId::new(stream),
                from,
                to,
                at: Moment(at),
            }
        }),
        (subject(), any_op_id(), text()).prop_map(|(subject, op, rule)| Op::Refused {
            subject,
            op,
            rule
        }),
        (subject(), any_op_id()).prop_map(|(subject, op)| Op::Undo { subject, op }),
    ]
}

fn life_op() -> impl Strategy<Value = Op> {
    let act = || {
        (text(), 0i32..100_000, text()).prop_map(|(protocol, day, name)| Act {
            protocol,
            date: NaiveDate::from_num_days_from_ce_opt(day).unwrap_or_default(),
            name,
        })
    };
    let texts = || prop::collection::vec(text(), 0..3);
    prop_oneof![
        (name(), id(), one_of(Side::ALL), prop::option::of(act())).prop_map(
            |(article, version, side, act)| Op::Approve {
                article,
                version,
                side,
                act
            }
        ),
        (name(), any_op_id()).prop_map(|(article, approval)| Op::Confirm { article, approval }),
        (name(), text(), any::<i64>(), ids()).prop_map(|(article, text, until, replaces)| {
            Op::Notice {
                article,
                text,
                until: Moment(until),
                replaces,
            }
        }),
        (name(), id()).prop_map(|(article, version)| Op::Read { article, version }),
        (name(), texts(), any::<bool>()).prop_map(|(article, queries, forget)| Op::Learned {
            article,
            queries,
            forget
        }),
        (name(), text()).prop_map(|(article, number)| Op::WrongNumber { article, number }),
    ]
}

/// Any op this version knows.
pub fn any_op() -> impl Strategy<Value = Op> {
    prop_oneof![ticket_op(), call_op(), life_op(), other_op()]
}
