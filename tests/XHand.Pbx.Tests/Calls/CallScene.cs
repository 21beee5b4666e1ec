using XHand.Calls.Facts;
using XHand.Sip.Messages;
using XHand.TestKit;

namespace XHand.Pbx.Tests.Calls;

/// <summary>Ana's phone (1700) and Bia's (1701), registered, and what every test asks of them.</summary>
internal sealed class CallScene
{
    public CallScene(int pairs = 1000, DateTimeOffset? start = null)
    {
        Exchange = new VirtualExchange(pairs: pairs, start: start);
        Exchange.AddExtension("1700", "Ana");
        Exchange.AddExtension("1701", "Bia");
        Exchange.AddAnnouncement("1790", "welcome");
        Ana = Exchange.RegisteredPhone("1700");
        Bia = Exchange.RegisteredPhone("1701");
    }

    public VirtualExchange Exchange { get; }

    public VirtualPhone Ana { get; }

    public VirtualPhone Bia { get; }

    public CallRecord Record => Exchange.Record;

    /// <summary>Ana and Bia talk.</summary>
    public (VirtualCall Ana, VirtualCall Bia) Talk()
    {
        Bia.OnIncoming = call => { call.Ring(); call.Answer(); };
        VirtualCall ana = Ana.Call("1701");
        Until(() => ana.IsTalking && Bia.Incoming.Count > 0 && Bia.LastIncoming.AcksReceived > 0);
        Run(0.1);
        return (ana, Bia.LastIncoming);
    }

    public void Run(double seconds) => Exchange.Loop.Advance(TimeSpan.FromSeconds(seconds));

    public void Until(Func<bool> done, double seconds = 10) =>
        Assert.True(Exchange.Loop.RunUntil(done, TimeSpan.FromSeconds(seconds)), "It did not happen in time.");

    /// <summary>Waits for the one record, and for everything to be given back.</summary>
    public CallRecord End(int records = 1)
    {
        Until(() => Exchange.Records.Count >= records, 200);
        Assert.Empty(Exchange.Leaks());
        Assert.Equal(records, Exchange.Records.Count);
        return Exchange.Records[^1];
    }

    public static void Says(CallRecord record, string result, string endedBy, int sip, int q850)
    {
        Assert.Equal((result, endedBy, sip, q850), (record.Result, record.EndedBy, record.SipStatus, record.Q850Cause));
    }

    public static string? ReasonOf(SipMessage? message) => message?.Text(SipHeader.Reason);
}
