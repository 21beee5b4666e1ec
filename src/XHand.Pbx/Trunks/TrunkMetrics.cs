using System.Diagnostics.Metrics;
using XHand.Calls.Live;

namespace XHand.Pbx.Trunks;

/// <summary>Figures of each trunk, read from the published views when asked for: labels are configured names, so their number is bounded. Any thread.</summary>
public sealed class TrunkMetrics : IDisposable
{
    private readonly Meter _meter = new(PbxMetrics.MeterName);

    /// <summary>Measures until disposed.</summary>
    public TrunkMetrics(ILiveView live)
    {
        _meter.CreateObservableGauge(
            "xhand.trunk.up",
            () => live.Trunks().Where(trunk => trunk.State != TrunkState.Disabled).Select(trunk => new Measurement<int>(trunk.IsUp ? 1 : 0, Tags(trunk))),
            "{state}",
            "1 while calls over the trunk can be expected to pass: registered, answering checks, or neither asked for.");
        _meter.CreateObservableGauge(
            "xhand.trunk.channels", () => live.Trunks().Select(trunk => new Measurement<int>(trunk.Calls, Tags(trunk))), "{call}", "Calls over the trunk, both ways.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] Tags(TrunkStatus trunk) => [new("company", trunk.CompanyName), new("trunk", trunk.Name)];
}
