using System.Diagnostics.Metrics;
using XHand.Calls.Facts;

namespace XHand.Calls.Live;

/// <summary>Calls alive by direction, read from the published views when asked for: what an extension dials turns out to lead outside only later. Any thread.</summary>
public sealed class LiveCallMetrics : IDisposable
{
    private static readonly string[] _directions = [CallDirection.Internal, CallDirection.Inbound, CallDirection.Outbound];

    private readonly Meter _meter = new(CallsMetrics.MeterName);

    /// <summary>Measures until disposed.</summary>
    public LiveCallMetrics(ILiveView live) =>
        _meter.CreateObservableGauge("xhand.calls.active", () => Measure(live.Calls()), "{call}", "Calls alive, by direction");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Measure(IReadOnlyList<CallView> calls) => _directions.Select(direction => new Measurement<int>(
        calls.Count(call => call.Direction == direction), new KeyValuePair<string, object?>("direction", direction)));
}
