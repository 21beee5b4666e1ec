using System.Diagnostics.Metrics;

namespace XHand.Pbx;

/// <summary>The meter <c>XHand.Pbx</c>: aggregates only, no label per extension or address.</summary>
internal static class PbxMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "XHand.Pbx";

    private static readonly Meter Meter = new(MeterName);
    private static readonly UpDownCounter<int> Bindings = Meter.CreateUpDownCounter<int>("xhand.registrations", "{contact}", "Contacts registered");
    private static readonly Counter<long> WrongPasswords = Meter.CreateCounter<long>("xhand.pbx.authentication.failures", "{request}", "Requests with wrong credentials");
    private static readonly Counter<long> ShedCalls = Meter.CreateCounter<long>("xhand.pbx.calls.shed", "{call}", "INVITEs refused with 503 while no new calls are taken");

    public static void BindingsChanged(int by) => Bindings.Add(by);

    public static void WrongPassword() => WrongPasswords.Add(1);

    public static void CallShed() => ShedCalls.Add(1);
}
