namespace XHand.Calls.Facts;

/// <summary>A leg's place in its call, as records spell it.</summary>
public static class LegSide
{
    /// <summary>The party that calls.</summary>
    public const string Originating = "originating";

    /// <summary>A party that is called.</summary>
    public const string Terminating = "terminating";
}
