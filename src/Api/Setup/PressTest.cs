namespace Atmosphere.Api.Setup;

/// <summary>The test message whose button somebody is to press. The latest one only; of this process only.</summary>
internal sealed class PressTest
{
    private readonly Lock _gate = new();
    private string? _id;
    private bool _isPressed;

    /// <summary>Null before a message was posted; else whether its button was pressed.</summary>
    public bool? IsPressed
    {
        get { lock (_gate) return _id is null ? null : _isPressed; }
    }

    public void Begin(string id)
    {
        lock (_gate) (_id, _isPressed) = (id, false);
    }

    /// <returns>False for a button of an earlier test.</returns>
    public bool Press(string id)
    {
        lock (_gate)
        {
            if (id != _id) return false;
            return _isPressed = true;
        }
    }
}
