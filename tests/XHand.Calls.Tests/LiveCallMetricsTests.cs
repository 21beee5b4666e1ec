using System.Diagnostics.Metrics;
using XHand.Calls.Facts;
using XHand.Calls.Live;

namespace XHand.Calls.Tests;

public sealed class LiveCallMetricsTests : ILiveView
{
    private readonly List<CallView> _calls = [];

    [Fact]
    public void Calls_alive_are_counted_by_direction_and_a_direction_without_any_is_0()
    {
        using LiveCallMetrics metrics = new(this);
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Name == "xhand.calls.active")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        Dictionary<string, int> seen = [];
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => seen[(string)tags[0].Value!] = value);
        listener.Start();
        _calls.AddRange([Call(CallDirection.Internal), Call(CallDirection.Outbound), Call(CallDirection.Outbound)]);
        listener.RecordObservableInstruments();
        Assert.Equal((1, 0, 2), (seen[CallDirection.Internal], seen[CallDirection.Inbound], seen[CallDirection.Outbound]));

        // What an extension dialled turns out to lead outside.
        _calls[0] = _calls[0] with { Direction = CallDirection.Outbound };
        listener.RecordObservableInstruments();
        Assert.Equal((0, 0, 3), (seen[CallDirection.Internal], seen[CallDirection.Inbound], seen[CallDirection.Outbound]));
        Assert.Equal(3, seen.Count);
    }

    public IReadOnlyList<CallView> Calls() => _calls;

    public IReadOnlyList<RegistrationView> Registrations() => [];

    public IReadOnlyList<TrunkStatus> Trunks() => [];

    private static CallView Call(string direction) =>
        new(Guid.NewGuid(), Guid.NewGuid(), "1700", "1701", "1701", "talking", DateTimeOffset.UnixEpoch, null, []) { Direction = direction };
}
