namespace XHand.Loop.Ids;

/// <summary>Makes time-ordered ids (UUIDv7, RFC 9562 5.7) from the given clock and random source.</summary>
public interface IIdSource
{
    /// <summary>A new id, greater than every earlier one of this source.</summary>
    Guid NewId();
}
