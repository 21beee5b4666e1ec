namespace XHand.Media.Graph;

/// <summary>Where files to play come from. Called on a media loop; never waits.</summary>
internal interface ISoundSource
{
    /// <summary>Begins to load a file of sounds.</summary>
    SoundLoad Load(string path);
}
