namespace XHand.Storage.Nodes;

/// <summary>This process, as it registers.</summary>
/// <param name="Node">The node's id, the same at every start.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Incarnation">This process, as its journal names it.</param>
/// <param name="Version">Our version.</param>
public sealed record NodeIdentity(Guid Node, string Name, Guid Incarnation, string Version);
