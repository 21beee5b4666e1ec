namespace XHand.Media.Io;

/// <summary>Watches the sockets of open legs.</summary>
internal interface ISocketWatch
{
    /// <summary>Watches both sockets under <paramref name="slot"/>; false when the kernel refused.</summary>
    bool Add(PortPair pair, int slot);

    /// <summary>Stops watching them, before they are closed.</summary>
    void Remove(PortPair pair);
}
