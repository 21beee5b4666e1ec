namespace XHand.Benchmarks.Relay;

/// <summary>One measurement, as it is printed.</summary>
internal sealed record RelayFigures(
    string Relay,
    int Calls,
    double CpuUsPerPacket,
    double ProcessUsPerPacket,
    long Packets,
    double LossPercent,
    double DelayMsP50,
    double DelayMsP99,
    double DelayMsMax);

/// <summary>What the generator saw.</summary>
internal sealed record GeneratorFigures(long Sent, long Received, double DelayMsP50, double DelayMsP99, double DelayMsMax);
