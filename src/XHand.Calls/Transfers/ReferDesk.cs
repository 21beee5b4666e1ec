using XHand.Calls.Causes;
using XHand.Calls.Facts;
using XHand.Calls.Flows;
using XHand.Calls.Legs;
using XHand.Sip.Messages;
using XHand.Sip.Transactions;

namespace XHand.Calls.Transfers;

/// <summary>
/// REFER inside a call, blind and attended (RFC 3515, RFC 3891, RFC 5589): only an extension of ours may ask, and what it asks for is planned as its own call.
/// Loop thread only.
/// </summary>
internal sealed class ReferDesk(CallServices services)
{
    // Telephones say BYE by themselves once they have heard; one that does not is hung up.
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(3);

    /// <summary>Answers a REFER on <paramref name="referrer"/>, and does what it asks.</summary>
    public void Take(Call call, SipLeg referrer, ServerTransaction transaction)
    {
        SipRequest refer = transaction.Request;
        if (call.ExtensionOf(referrer) is not { } by || call.Bridged is not { } bridged || !bridged.Has(referrer) || services.TransferPlanner is not { } planner)
        {
            transaction.Respond(new OutgoingResponse(refer, 403));
        }
        else if (!ReferTarget.TryRead(refer, out ReferTarget target, out int refusal))
        {
            transaction.Respond(new OutgoingResponse(refer, refusal));
        }
        else if (target.Replaces is { } replaces)
        {
            Join(call, referrer, by, bridged, transaction, target, services.Sip.Dialogs.Find(replaces), planner);
        }
        else
        {
            Blind(call, referrer, by, bridged, transaction, target.Number, planner);
        }
    }

    // The referrer leaves at once; the party that stays hears how the number is called.
    private void Blind(Call call, SipLeg referrer, string by, BridgeVerb bridged, ServerTransaction transaction, string number, ITransferPlanner planner)
    {
        // Who is transferred calls now, whoever had called.
        call.ShowAsCaller(bridged.Other(referrer));
        if (planner.Plan(call, by, number, out int refusal) is not { } flow)
        {
            transaction.Respond(new OutgoingResponse(transaction.Request, refusal));
            return;
        }

        ReferSubscription told = Accept(referrer, transaction);
        call.Trail.Write(new CallTransferred(referrer.Id, by, number, TransferKind.Blind, null));
        SipLeg party = bridged.Leave(referrer);
        told.Notify(100);
        bridged.GoOn(() => RunAsync(call, referrer, party, told, flow));
    }

    private async Task<FlowEnd> RunAsync(Call call, SipLeg referrer, SipLeg party, ReferSubscription told, ICallFlow flow)
    {
        TransferVerbs verbs = new(call, new CallVerbs(call) { IsTransfer = true }, told.Notify, () =>
        {
            told.Notify(200);
            SayFarewell(referrer);
        });
        FlowEnd end = await flow.RunAsync(verbs);
        if (verbs.Failed is not { } failed)
        {
            return end;
        }

        told.Notify(failed.SipStatus >= 300 ? failed.SipStatus : 480);
        if (call.IsOver || referrer.IsEnded)
        {
            call.Decide(failed);
            return FlowEnd.HungUp;
        }

        // Nobody has come: the referrer still has its party (RFC 5589 6.1).
        return await new BridgeVerb(call, referrer) { Leader = referrer }.Start();
    }

    private void Join(
        Call call, SipLeg referrer, string by, BridgeVerb bridged, ServerTransaction transaction, ReferTarget target, SipLeg? consultation, ITransferPlanner planner)
    {
        // RFC 3891 3: no such dialog, or not one of theirs.
        if (consultation?.Owner is not Call other || other == call || other.Order.Company != call.Order.Company || other.ExtensionOf(consultation) != by)
        {
            transaction.Respond(new OutgoingResponse(transaction.Request, 481));
            return;
        }

        if (other.Bridged is not { } otherBridged || !otherBridged.Has(consultation))
        {
            // The other one still rings: it is called anew for the party, as by a blind transfer.
            if (target.Number.Length == 0)
            {
                transaction.Respond(new OutgoingResponse(transaction.Request, 488));
                return;
            }

            other.HangUp(CallCause.NormalClearing, $"{by} transferred a call to it");
            Blind(call, referrer, by, bridged, transaction, target.Number, planner);
            return;
        }

        ReferSubscription told = Accept(referrer, transaction);
        call.Trail.Write(new CallTransferred(referrer.Id, by, otherBridged.Other(consultation).Number, TransferKind.Attended, other.Id));
        other.Trail.Write(new CallTransferred(consultation.Id, by, bridged.Other(referrer).Number, TransferKind.Attended, call.Id));
        SipLeg party = bridged.Leave(referrer);
        SipLeg target2 = otherBridged.Leave(consultation);
        BridgeVerb.Join(bridged, party, otherBridged, target2);
        told.Notify(200);
        SayFarewell(referrer);
        SayFarewell(consultation);
    }

    private ReferSubscription Accept(SipLeg referrer, ServerTransaction transaction)
    {
        SipRequest refer = transaction.Request;
        bool isSilent = "false".Equals(refer.Text("Refer-Sub")?.Trim(), StringComparison.OrdinalIgnoreCase);
        OutgoingResponse accepted = new OutgoingResponse(refer, 202).Add("Contact", $"<{referrer.Dialog!.LocalContact}>");
        if (isSilent)
        {
            // RFC 4488 4.
            accepted.Add("Refer-Sub", "false");
        }

        transaction.Respond(accepted);
        return new ReferSubscription(referrer, services.Sip, ReferSubscription.EventOf(refer, isFirst: referrer.TakeFirstRefer()), isSilent);
    }

    private void SayFarewell(SipLeg leg) =>
        services.Loop.StartTimer(_farewell, "transfer-farewell", () => leg.HangUp(CallCause.NormalClearing));
}
