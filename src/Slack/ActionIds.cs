namespace Atmosphere.Slack;

/// <summary>The <c>action_id</c>s of our messages. Stable for ever: messages that are years old still send them.</summary>
public static class ActionIds
{
    /// <summary>The user picker.</summary>
    public const string TaggedPerson = "tagged_person";

    /// <summary>"Not a face".</summary>
    public const string NotAFace = "not_a_face";

    /// <summary>"Nobody we know".</summary>
    public const string NobodyWeKnow = "nobody_we_know";

    /// <summary>"Take back my vote".</summary>
    public const string TakeBack = "take_back";

    /// <summary>"Not X?" on an identification.</summary>
    public const string WrongIdentification = "wrong_identification";

    /// <summary>"Yes" to "Is this X?".</summary>
    public const string Yes = "yes_it_is";

    /// <summary>"No" to "Is this X?".</summary>
    public const string No = "no_it_is_not";

    /// <summary>"Ask again" on a question that ended without an answer.</summary>
    public const string AskAgain = "ask_again";

    /// <summary>"This is somebody else" on one of several pictures.</summary>
    public const string SomebodyElse = "somebody_else";

    /// <summary>The button of the setup page's test message.</summary>
    public const string SetupPressed = "setup_pressed";

    /// <summary>"Train now" on the Home tab of an operator.</summary>
    public const string TrainNow = "train_now";

    /// <summary>"Forget me" on the Home tab.</summary>
    public const string ForgetMe = "forget_me";

    /// <summary>"Remember me" on the Home tab of somebody who asked to be forgotten.</summary>
    public const string RememberMe = "remember_me";

    /// <summary>"Undo" on a tag.</summary>
    public const string UndoTag = "undo_tag";
}
