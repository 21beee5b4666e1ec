namespace XHand.Site;

/// <summary>How call classes are spelled in the site file, the API and records.</summary>
public static class CallClassNames
{
    /// <summary>The classes that a class of service may name.</summary>
    public const string Allowed = "local, localMobile, longDistanceMobile, longDistance, international";

    /// <summary>The spelling.</summary>
    public static string Name(this CallClass callClass) => callClass switch
    {
        CallClass.Internal => "internal",
        CallClass.Local => "local",
        CallClass.LocalMobile => "localMobile",
        CallClass.LongDistanceMobile => "longDistanceMobile",
        CallClass.LongDistance => "longDistance",
        CallClass.International => "international",
        CallClass.Emergency => "emergency",
        _ => throw new ArgumentOutOfRangeException(nameof(callClass), callClass, "no such class"),
    };

    /// <summary>The class so spelled, or null.</summary>
    public static CallClass? Parse(string name) => name switch
    {
        "internal" => CallClass.Internal,
        "local" => CallClass.Local,
        "localMobile" => CallClass.LocalMobile,
        "longDistanceMobile" => CallClass.LongDistanceMobile,
        "longDistance" => CallClass.LongDistance,
        "international" => CallClass.International,
        "emergency" => CallClass.Emergency,
        _ => null,
    };
}
