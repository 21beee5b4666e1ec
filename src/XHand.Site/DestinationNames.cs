namespace XHand.Site;

/// <summary>How destinations are spelled: the one key that the object in the site file has.</summary>
public static class DestinationNames
{
    /// <summary>The key.</summary>
    public static string Name(this DestinationKind kind) => kind switch
    {
        DestinationKind.Extension => "extension",
        DestinationKind.Announcement => "announcement",
        DestinationKind.Busy => "busy",
        DestinationKind.HangUp => "hangup",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such destination"),
    };

    /// <summary>The kind so spelled, or null.</summary>
    public static DestinationKind? Parse(string name) => name switch
    {
        "extension" => DestinationKind.Extension,
        "announcement" => DestinationKind.Announcement,
        "busy" => DestinationKind.Busy,
        "hangup" => DestinationKind.HangUp,
        _ => null,
    };
}
