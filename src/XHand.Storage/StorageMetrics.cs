namespace XHand.Storage;

/// <summary>Names of what storage measures.</summary>
public static class StorageMetrics
{
    /// <summary>The meter of the journal's carrier.</summary>
    public const string MeterName = "XHand.Storage";
}
