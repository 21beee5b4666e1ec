using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Simulation;

/// <summary>
/// Holds the records against the phones' accounts. Every rule is one of cause and effect, so it holds whatever the network loses, repeats or
/// delays, without any tolerance:
/// what a phone knows, the exchange did before; what the exchange knows, a phone did before.
/// </summary>
internal sealed class RecordAudit(Findings findings, IReadOnlyList<CallAccount> accounts, IReadOnlyList<CallAccount> turnedAway)
{
    private readonly Dictionary<string, CallAccount> _callers = accounts.Where(account => !account.Call.IsIncoming).ToDictionary(account => account.CallId);
    private readonly Dictionary<string, CallAccount> _callees = accounts.Concat(turnedAway).Where(account => account.Call.IsIncoming).ToDictionary(account => account.CallId);

    /// <summary>Checks all; <paramref name="started"/> are the calls' first facts.</summary>
    public void Check(IReadOnlyList<CallStarted> started, IReadOnlyList<CallRecord> records)
    {
        Dictionary<string, int> starts = started.GroupBy(fact => fact.SipCallId).ToDictionary(group => group.Key, group => group.Count());
        Dictionary<string, List<CallRecord>> byCall = records.GroupBy(CallIdOf).ToDictionary(group => group.Key, group => group.ToList());
        foreach ((string callId, int count) in starts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            findings.Expect(
                count == 1 && byCall.GetValueOrDefault(callId)?.Count == 1,
                "A call that was started has one start and one record",
                () => $"{callId} has {count} starts and {byCall.GetValueOrDefault(callId)?.Count ?? 0} records");
        }

        foreach (CallRecord record in records)
        {
            if (_callers.TryGetValue(CallIdOf(record), out CallAccount? caller))
            {
                Check(record, caller);
            }
            else
            {
                findings.Expect(false, "A record is of a call that a phone placed", () => Describe(record));
            }
        }

        HashSet<string> reached = [];
        foreach (CallRecord record in records)
        {
            reached.UnionWith(record.Legs.Select(leg => leg.SipCallId));
        }

        foreach (CallAccount account in _callers.Values.OrderBy(account => account.BeganAt).ThenBy(account => account.CallId, StringComparer.Ordinal))
        {
            CheckPlaced(account, reached.Contains(account.CallId));
        }

        foreach (CallAccount account in _callees.Values.OrderBy(account => account.BeganAt).ThenBy(account => account.CallId, StringComparer.Ordinal))
        {
            findings.Expect(account.Call.IsOver, "No phone is left ringing or off the hook", () => Describe(account));
            findings.Expect(reached.Contains(account.CallId), "A call that reached a phone is a leg of a record", () => Describe(account));
        }
    }

    private void CheckPlaced(CallAccount account, bool hasRecord)
    {
        findings.Expect(account.Call.IsOver, "No phone is left ringing or off the hook", () => Describe(account));
        if (hasRecord)
        {
            findings.Expect(account.Call.SignedInvites > 0, "A call without a password has no record", () => Describe(account));
        }
        else
        {
            // Lost on the way, or given up before the phone had signed it: then the exchange said nothing but 100, 401, and 200 to the CANCEL.
            findings.Expect(
                account.Call.Progress is null && account.Call.Final is null or { StatusCode: 401 },
                "A call that the exchange answered has a record",
                () => Describe(account));
        }
    }

    private void Check(CallRecord record, CallAccount caller)
    {
        List<(LegRecord Leg, CallAccount? Account)> callees = [.. record.Legs
            .Where(leg => leg.Side == LegSide.Terminating)
            .Select(leg => (leg, _callees.GetValueOrDefault(leg.SipCallId)))];
        findings.Expect(record.Legs.Count(leg => leg.Side == LegSide.Originating) == 1, "A record has one originating leg", () => Describe(record));
        findings.Expect(record.From == caller.Phone.Number && record.Dialled == caller.Script!.Dialled, "A record names who called whom", () => Describe(record));
        CheckAnswer(record, caller, callees);
        CheckResult(record, caller, callees);
        CheckTimes(record, caller, callees);
    }

    private void CheckAnswer(CallRecord record, CallAccount caller, List<(LegRecord Leg, CallAccount? Account)> callees)
    {
        bool answered = record.Result == CallResult.Answered;
        findings.Expect(answered == (record.AnsweredAt is not null), "A record with the result answered says when", () => Describe(record));
        // A 200 to the caller follows from the record's answer, and is repeated until it is acknowledged: eleven losses in a row are not survived,
        // nor expected at the losses simulated here.
        findings.Expect(answered == caller.AnsweredAt is not null, "The caller heard the answer if and only if the record has it", () => Describe(record));
        foreach ((LegRecord leg, CallAccount? account) in callees)
        {
            findings.Expect(leg.AnsweredAt is null || account?.AnsweredAt <= leg.AnsweredAt, "A leg is answered after its phone answered", () => Describe(record));
            // An answer that no leg has crossed its CANCEL, or the end of the call: the exchange took it and hung up.
            findings.Expect(
                account?.AnsweredAt is null || leg.AnsweredAt is not null || account.Call.EndedByOther || account.HungUpAt is not null,
                "A phone whose answer came too late is told",
                () => Describe(record));
        }

        if (answered && record.Dialled != ScriptWriter.Announcement)
        {
            findings.Expect(callees.Exists(callee => callee.Account?.AnsweredAt is not null), "An answered call was answered by a phone", () => Describe(record));
            findings.Expect(callees.Exists(callee => callee.Leg.Codec.Length > 0), "An answered call has a codec", () => Describe(record));
        }
    }

    private void CheckResult(CallRecord record, CallAccount caller, List<(LegRecord Leg, CallAccount? Account)> callees)
    {
        bool isExplained = record.Result switch
        {
            CallResult.Answered => record.EndedBy switch
            {
                EndedBy.Caller => caller.HungUpAt is not null,
                EndedBy.Callee => callees.Exists(callee => callee.Account?.HungUpAt is not null),
                _ => record.Dialled == ScriptWriter.Announcement || caller.CommandedAt is not null || IsGoneAtPhone(record, caller, callees) || LacksCodec(record, caller),
            },
            CallResult.Busy => callees.Exists(callee => callee.Account?.Refused == 486),
            CallResult.Refused => callees.Exists(callee => callee.Account?.Refused == 603),
            CallResult.Cancelled => caller.GaveUpAt is not null,
            CallResult.NoAnswer => record.TotalMs >= 20_000 && callees.Count > 0,
            CallResult.UnknownNumber => record.Dialled == ScriptWriter.UnknownNumber,
            CallResult.NotRegistered => !caller.WasReachable,
            // Codecs that do not meet; the phone that hung up within the round trip of its own answer.
            CallResult.Failed => callees.Exists(callee => callee.Account?.Refused == 488 || callee.Account?.HungUpAt is not null),
            _ => false,
        };
        findings.Expect(isExplained, "What a record says of the end is what the people did", () => Describe(record));
        if (record.Dialled == ScriptWriter.UnknownNumber)
        {
            findings.Expect(record.Result == CallResult.UnknownNumber, "A number that nobody has is unknown", () => Describe(record));
        }

        if (record.Result != CallResult.Answered && caller.Call.Final is { } final)
        {
            findings.Expect(final.StatusCode == record.SipStatus, "The caller heard the status that stands in the record", () => Describe(record));
        }
    }

    // A phone that has hung up answers a re-INVITE with 481; when that overtakes its BYE, the record has no more to say than that.
    private static bool IsGoneAtPhone(CallRecord record, CallAccount caller, List<(LegRecord Leg, CallAccount? Account)> callees) =>
        record.Reason == "SIP status 481" && (caller.HungUpAt is not null || callees.Exists(callee => callee.Account?.HungUpAt is not null));

    // Only a caller's ACK tells that it lacks the called phone's codec when its INVITE offered nothing.
    private static bool LacksCodec(CallRecord record, CallAccount caller) =>
        record.Q850Cause == CallCause.NotAcceptable.Q850 && caller.Script!.OffersLate && !caller.Phone.Codecs.Contains(record.Legs[0].Codec == "PCMU" ? PhoneSdp.Pcmu : PhoneSdp.Pcma);

    private void CheckTimes(CallRecord record, CallAccount caller, List<(LegRecord Leg, CallAccount? Account)> callees)
    {
        findings.Expect(
            record.StartedAt >= caller.BeganAt && record.EndedAt >= record.StartedAt && (record.AnsweredAt is not { } at || (at >= record.StartedAt && at <= record.EndedAt)),
            "A record's times are in order",
            () => Describe(record));
        if (record.AnsweredAt is not { } answeredAt)
        {
            findings.Expect(record.TalkMs == 0, "A call that was not answered has no talk time", () => Describe(record));
            return;
        }

        findings.Expect(
            record.TalkMs == (long)Math.Floor((record.EndedAt - answeredAt).TotalMilliseconds), "Talk time is from the answer to the end", () => Describe(record));
        findings.Expect(answeredAt <= caller.AnsweredAt, "The record's answer is not after the caller heard it", () => Describe(record));
        DateTimeOffset? answered = callees.Min(other => other.Account?.AnsweredAt);
        findings.Expect(answered is null || answered <= answeredAt, "The record's answer is not before a phone answered", () => Describe(record));

        // Of several phones the first to answer has the call; the exchange hangs up at the others at once.
        CallAccount? callee = callees.Where(other => other.Leg.AnsweredAt is not null).OrderBy(other => other.Leg.AnsweredAt).Select(other => other.Account).FirstOrDefault();
        List<CallAccount> parties = callee is null ? [caller] : [caller, callee];
        DateTimeOffset? wished = parties.Min(party => party.HungUpAt);
        findings.Expect(
            record.EndedBy == EndedBy.System || wished <= record.EndedAt, "The record's end is not before somebody hung up", () => Describe(record));
        DateTimeOffset? known = parties.Min(party => party.EndKnownAt);
        findings.Expect(known is null || record.EndedAt <= known, "The record's end is not after a phone knew of it", () => Describe(record));
        // The simulated media carry 50 packets a second while two legs are bridged, on hold too; early media come on top.
        LegRecord originating = record.Legs[0];
        findings.Expect(
            callees.Count == 0 || originating.PacketsReceived >= (record.TalkMs / 20) - 1, "The bridge stood for the whole talk time", () => Describe(record));
    }

    private static string CallIdOf(CallRecord record) => record.Legs.Count > 0 ? record.Legs[0].SipCallId : "";

    private string Describe(CallRecord record) =>
        $"{record.CallId} {record.From}->{record.Dialled} {record.StartedAt:HH:mm:ss.fff} {record.Result} by {record.EndedBy} ({record.SipStatus}, {record.Reason}), "
        + $"answered {record.AnsweredAt:HH:mm:ss.fff}, ended {record.EndedAt:HH:mm:ss.fff}, talk {record.TalkMs} ms"
        + string.Concat(record.Legs.Select(leg => $"; {leg.Side} {leg.Number} {leg.SipCallId} {leg.SipStatus} answered {leg.AnsweredAt:HH:mm:ss.fff} ended {leg.EndedAt:HH:mm:ss.fff}"))
        + string.Concat(record.Legs
            .Select(leg => _callees.GetValueOrDefault(leg.SipCallId) ?? _callers.GetValueOrDefault(leg.SipCallId))
            .Where(known => known is not null)
            .Select(known => $" / {Describe(known!)}"));

    private static string Describe(CallAccount account) =>
        $"{(account.Call.IsIncoming ? "callee" : "caller")} {account.Phone.Number} {account.CallId} began {account.BeganAt:HH:mm:ss.fff}, answered {account.AnsweredAt:HH:mm:ss.fff}, "
        + $"gave up {account.GaveUpAt:HH:mm:ss.fff}, hung up {account.HungUpAt:HH:mm:ss.fff}, knew {account.EndKnownAt:HH:mm:ss.fff}, "
        + $"refused {account.Refused}, heard {string.Join(' ', account.Call.Statuses)}, in dialog {string.Join(' ', account.Call.InDialog.Select(final => $"{final.Method} {final.Status}"))}"
        + $"{(account.Call.EndedByOther ? ", ended by the exchange" : "")}{(account.Call.IsOver ? "" : ", NOT OVER")}"
        + $", script {account.Script?.Reaction} {account.Script?.HangsUp}";
}
