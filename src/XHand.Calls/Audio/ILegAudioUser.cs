using XHand.Media;

namespace XHand.Calls.Audio;

/// <summary>Who hears of a leg's audio. All calls come in turns of the loop.</summary>
internal interface ILegAudioUser
{
    /// <summary>A digit, a time-out, the end of a prompt, the close.</summary>
    void OnMediaEvent(MediaEvent mediaEvent);

    /// <summary>The engine took no more commands: without the last one the leg would be deaf.</summary>
    void OnMediaRefused();
}
