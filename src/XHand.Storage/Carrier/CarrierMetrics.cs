using System.Diagnostics.Metrics;

namespace XHand.Storage.Carrier;

/// <summary>What the carrier tells of itself.</summary>
internal sealed class CarrierMetrics : IDisposable
{
    private readonly Meter _meter = new(StorageMetrics.MeterName);
    private readonly Counter<long> _carried;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _failures;

    public CarrierMetrics(Func<long> lag, Func<bool> isAway)
    {
        _carried = _meter.CreateCounter<long>("xhand.carrier.facts", "{fact}", "Facts carried into the database.");
        _quarantined = _meter.CreateCounter<long>("xhand.carrier.quarantined", "{part}", "Facts, or records in them, that the database does not take.");
        _failures = _meter.CreateCounter<long>("xhand.carrier.failures", "{try}", "Tries that failed because the database was away.");
        _meter.CreateObservableGauge("xhand.carrier.lag", lag, "{fact}", "Facts in the journal that are not in the database yet.");
        _meter.CreateObservableGauge("xhand.carrier.database.away", () => isAway() ? 1 : 0, "{state}", "1 while the database takes nothing.");
    }

    public void Carried(long facts) => _carried.Add(facts);

    public void Quarantined(long parts) => _quarantined.Add(parts);

    public void Failed() => _failures.Add(1);

    public void Dispose() => _meter.Dispose();
}
