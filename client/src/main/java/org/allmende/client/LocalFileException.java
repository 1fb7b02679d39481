package org.allmende.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of this machine cannot be used: no node has anything to do with it, and none needs to be asked again. */
public final class LocalFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    private LocalFileException(String message, String advice, IOException cause) {
        super(message, cause);
        this.advice = advice;
    }

    /**
     * @param file the one that was meant, as whoever reads the message knows it
     * @param cause what the system said
     */
    public static LocalFileException of(Path file, IOException cause) {
        return cause instanceof LocalFileException told
                ? told
                : new LocalFileException(file + " cannot be used: " + why(cause), advice(cause), cause);
    }

    private static String why(IOException cause) {
        return switch (cause) {
            case NoSuchFileException none -> "it, or the folder it is to be in, does not exist";
            case FileAlreadyExistsException there -> "it is there already";
            case AccessDeniedException denied -> "this user has no right to it";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }

    private static String advice(IOException cause) {
        return switch (cause) {
            case NoSuchFileException none -> "make the folder first, or name another file";
            case FileAlreadyExistsException there -> "name another file, or take that one away";
            case AccessDeniedException denied -> "name a place that this user may read and write";
            default -> "make room on its disk and see that it can be written to, or name a file elsewhere";
        };
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** For people: what to do. */
    public String advice() {
        return advice;
    }
}
